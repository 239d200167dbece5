import { expect, test } from 'vitest'
import { PointCloud } from '../../../../src/renderer/scene/pointCloud'

function starts(cloud: PointCloud): number[] {
  return [...cloud.object.geometry.getAttribute('previous').array]
}

test('new places that come while points are on their way are gone to from where the points are', () => {
  const cloud = new PointCloud()
  cloud.setPositions(Float32Array.of(0, 0, 0))
  cloud.setPositions(Float32Array.of(8, 4, -4))
  expect(starts(cloud)).toEqual([0, 0, 0])
  cloud.glide = 0.25
  cloud.setPositions(Float32Array.of(100, 100, 100))
  expect(starts(cloud)).toEqual([2, 1, -1])
  cloud.glide = 1
  cloud.setPositions(Float32Array.of(0, 0, 0))
  expect(starts(cloud)).toEqual([100, 100, 100])
  cloud.dispose()
})
