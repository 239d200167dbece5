/** The wheels as a list that pip takes, for whoever has to bring them from another computer. */
import { gpuWheels } from './pins'

/** The glibc generations that the wheels are built for; pip takes only what is named. */
const platforms = ['2_27', '2_25', '2_17', '2_12'].map(glibc => `--platform manylinux_${glibc}_x86_64`)

/** A file of requirements with sums; its first lines say what to do with it. English, like the command line. */
export function wheelList(): string {
  const all = gpuWheels.reduce((sum, { bytes }) => sum + bytes, 0)
  return [
    `# The GPU build of Latent Lab: ${gpuWheels.length} packages, ${(all / 1e9).toFixed(2)} GB.`,
    '# 1. On a computer with internet and Python, save this list as wheels.txt. There, in one line:',
    `#    pip download --no-deps --only-binary=:all: --python-version 311 --implementation cp ${platforms.join(' ')} --dest wheels -r wheels.txt`,
    '# 2. Bring the folder "wheels" to the computer with the card, and choose it in Settings, Compute, "From a folder".',
    ...gpuWheels.map(({ name, version, bytes, sha256 }) => `${name}==${version} --hash=sha256:${sha256}  # ${Math.max(1, Math.round(bytes / 1e6))} MB`),
    '',
  ].join('\n')
}
