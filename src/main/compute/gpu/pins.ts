/**
 * What the GPU build of TensorFlow is made of, to the byte, and the only place that knows where it comes from. scripts/setup/pins.mjs, which is
 * for checkouts, has the same sums.
 */

export interface Wheel {
  readonly name: string
  readonly version: string
  /** In bytes. */
  readonly bytes: number
  readonly sha256: string
}

/** A package index that speaks the JSON form of Python's simple API. */
export interface PackageIndex {
  /** Ends in a slash; a package's page is its name below it. */
  readonly address: string
  /** Whose files are taken, with their protocol. */
  readonly origins: readonly string[]
}

/** The Python package index, the libraries' own publishers' place. */
export const pythonPackageIndex: PackageIndex = {
  address: 'https://pypi.org/simple/',
  origins: ['https://pypi.org', 'https://files.pythonhosted.org'],
}

export const tensorflowVersion = '2.21.0'

/** CUDA's are versions that TensorFlow's own metadata accepts (its extra `and-cuda`). */
export const gpuWheels: readonly Wheel[] = [
  { name: 'tensorflow', version: '2.21.0', bytes: 572_440_367, sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124' },
  { name: 'nvidia-cublas-cu12', version: '12.9.3.13', bytes: 581_217_458, sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72' },
  { name: 'nvidia-cuda-cupti-cu12', version: '12.9.79', bytes: 10_814_997, sha256: '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f' },
  { name: 'nvidia-cuda-nvcc-cu12', version: '12.9.86', bytes: 40_546_229, sha256: '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0' },
  { name: 'nvidia-cuda-nvrtc-cu12', version: '12.9.86', bytes: 89_568_129, sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4' },
  { name: 'nvidia-cuda-runtime-cu12', version: '12.9.79', bytes: 3_493_179, sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3' },
  { name: 'nvidia-cudnn-cu12', version: '9.28.0.42', bytes: 716_538_495, sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375' },
  { name: 'nvidia-cufft-cu12', version: '11.4.1.4', bytes: 200_877_592, sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28' },
  { name: 'nvidia-curand-cu12', version: '10.3.10.19', bytes: 68_295_626, sha256: '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e' },
  { name: 'nvidia-cusolver-cu12', version: '11.7.5.82', bytes: 338_117_415, sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88' },
  { name: 'nvidia-cusparse-cu12', version: '12.5.10.65', bytes: 366_465_088, sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78' },
  { name: 'nvidia-nccl-cu12', version: '2.32.3', bytes: 351_526_311, sha256: 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c' },
  { name: 'nvidia-nvjitlink-cu12', version: '12.9.86', bytes: 39_748_338, sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9' },
]

/** Bytes of what is kept of them. */
export const unpackedBytes = 5_674_700_247
