import { expect, it } from 'vitest'
import { memoryReport } from '../../../src/main/memory'

const memory = (kilobytes: number) => ({ workingSetSize: kilobytes, peakWorkingSetSize: kilobytes })

it('tells the memory of each process in bytes, the engine by its pid', () => {
  const report = memoryReport([
    { pid: 1, type: 'Browser', memory: memory(100) },
    { pid: 2, type: 'Tab', memory: memory(200) },
    { pid: 3, type: 'GPU', memory: memory(300) },
    { pid: 4, type: 'Utility', memory: memory(400) }, // the network service
    { pid: 5, type: 'Utility', memory: memory(500) },
  ], 5)
  expect(report).toEqual({ main: 102_400, window: 204_800, gpu: 307_200, engine: 512_000 })
})
