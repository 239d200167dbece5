/** Lets a thread of Node 20 read TypeScript, as the process that made it can: runs the module that `workerData.module` names. */
import { workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
await import(workerData.module)
