/** Tells what a worker can see of Node. */
postMessage(['require', 'process', 'module', 'Buffer', 'global'].filter(name => typeof globalThis[name] !== 'undefined'))
