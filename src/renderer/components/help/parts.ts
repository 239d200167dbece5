/** What the app is built on, and on which terms. The texts come with each package as THIRD_PARTY_NOTICES.txt. */
export interface Part {
  readonly name: string
  readonly licence: string
}

/** What is no package of npm. */
const shipped: readonly Part[] = [
  { name: 'Electron', licence: 'MIT' },
  { name: 'TensorFlow', licence: 'Apache-2.0' },
]

/** The build has written the packages down that it bundled; a page of the development server has not been built. */
export async function readParts(): Promise<readonly Part[]> {
  const bundled = await fetch('./licences.json').then(answer => answer.json() as Promise<readonly Part[]>).catch(() => [])
  return [...shipped, ...bundled]
}
