/** A way through chosen places, decoded station by station, played and saved. */
import { imagePixels, imageSide } from '@shared/domain/image'
import { isDrawable, pointAt, type Vec3 } from '@shared/domain/latent/bounds'
import { enlarge, toGif } from '@shared/domain/latent/gif'
import { tile } from '@shared/domain/latent/grids'
import { KdTree } from '@shared/domain/latent/kdTree'
import { buildGraph, evenly, shortestPath, smooth, splinePath, straightPath, type NeighbourGraph } from '@shared/domain/latent/paths'
import { computed, onBeforeUnmount, onDeactivated, ref, shallowRef, watch } from 'vue'
import { engine } from '../clients/engine'
import { greyPng } from '../pictures/png'
import { useExplore } from '../stores/explore'
import { latentOf, placeOf, useLatent, type LatentFrame } from '../stores/latent'
import { useMessages } from '../stores/messages'
import { latest } from './latest'
import { saveFile } from './usePortraitActions'

/** One in so many images is a node of the neighbour graph: enough to follow the crowd, few enough to search at once. */
const sparsity = 6
/** … of a cloud with more than this many. */
const most = 12_000
const frameTime = 110
const enlarged = 4

export function usePath() {
  const explore = useExplore()
  const latent = useLatent()
  const messages = useMessages()
  const stations = ref(16)
  const pictures = shallowRef<Uint8Array | null>(null)
  /** The station shown; the film moves it. */
  const station = ref(0)
  const isPlaying = ref(false)
  const graphOf = rememberedGraph()
  const run = latest(messages.report)
  let timer: ReturnType<typeof setInterval> | undefined

  const way = computed((): { latents: readonly Float32Array[], isBroken: boolean } => {
    const { frame } = latent
    const { waypoints, pathKind } = explore
    if (!frame || waypoints.length < 2) return { latents: [], isBroken: false }
    if (pathKind === 'straight') return { latents: straightPath(waypoints, stations.value), isBroken: false }
    if (pathKind === 'spline') return { latents: splinePath(waypoints, stations.value), isBroken: false }
    const followed = follow(frame, waypoints, graphOf(frame))
    return { latents: evenly(followed.points, stations.value), isBroken: followed.isBroken }
  })
  /** The way as drawn, waypoints included. */
  const drawn = computed((): readonly Vec3[] => {
    const { frame } = latent
    return frame ? way.value.latents.map(point => placeOf(frame, point)) : []
  })
  const here = computed(() => drawn.value[station.value] ?? null)

  watch(() => [way.value, latent.frame] as const, ([{ latents }, frame]) => {
    if (!frame || latents.length === 0) {
      pause()
      pictures.value = null
      return
    }
    station.value = Math.min(station.value, latents.length - 1)
    const points = new Float32Array(latents.length * frame.dimension)
    latents.forEach((point, i) => points.set(point, i * frame.dimension))
    run(async () => {
      const { pixels } = await engine.calls.decode({ runId: frame.runId, epoch: frame.epoch, points })
      pictures.value = pixels
    })
  }, { immediate: true })

  function add(point: Float32Array) {
    explore.waypoints = [...explore.waypoints, point]
    explore.panel = 'path'
  }
  function remove(at: number) {
    explore.waypoints = explore.waypoints.filter((_, i) => i !== at)
  }
  function clear() {
    explore.waypoints = []
  }

  /** There and back. */
  function play() {
    let step = 1
    isPlaying.value = true
    clearInterval(timer)
    timer = setInterval(() => {
      if (station.value + step < 0 || station.value + step >= way.value.latents.length) step = -step
      station.value += step
    }, frameTime)
  }
  function pause() {
    isPlaying.value = false
    clearInterval(timer)
  }
  onDeactivated(pause) // the view is kept alive while another one is shown
  onBeforeUnmount(pause)

  function save(name: string, make: (pixels: Uint8Array) => Uint8Array | Promise<Uint8Array>) {
    const pixels = pictures.value
    if (!pixels) return
    Promise.resolve(make(pixels)).then(bytes => saveFile(name, bytes)).then(said => said && messages.say(said)).catch(messages.report)
  }
  const saveStrip = () => save('path.png', (pixels) => {
    const { pixels: tiled, width } = tile(pixels, imageSide, pixels.length / imagePixels)
    return greyPng(tiled, width, enlarged)
  })
  const saveGif = () => save('path.gif', (pixels) => {
    const there = Array.from({ length: pixels.length / imagePixels }, (_, i) =>
      enlarge(pixels.subarray(i * imagePixels, (i + 1) * imagePixels), imageSide, enlarged * 2))
    const side = imageSide * enlarged * 2
    return toGif({ width: side, height: side, frames: [...there, ...there.slice(1, -1).reverse()], frameTime })
  })

  return { stations, pictures, station, isPlaying, way, drawn, here, add, remove, clear, play, pause, saveStrip, saveGif }
}

function rememberedGraph() {
  let kept: { of: LatentFrame, graph: NeighbourGraph, tree: KdTree } | null = null
  return (frame: LatentFrame) => {
    if (kept?.of === frame) return kept
    const drawn = Int32Array.from(frame.errors.keys()).filter(i => isDrawable(...pointAt(frame.positions, i)))
    const nodes = drawn.filter((_, i) => i % (drawn.length > most ? sparsity : 1) === 0)
    const places = new Float32Array(3 * nodes.length)
    nodes.forEach((index, i) => { places.set(pointAt(frame.positions, index), 3 * i) })
    const tree = new KdTree(places)
    // The graph's nodes are places in the thinned cloud: node i is image nodes[i].
    const graph = { ...buildGraph(places, tree, nodes.map((_, i) => i)), nodes }
    kept = { of: frame, graph, tree }
    return kept
  }
}

/** From place to place through the images that lie between them. */
function follow(frame: LatentFrame, waypoints: readonly Float32Array[], { graph, tree }: { graph: NeighbourGraph, tree: KdTree }) {
  const points: Float32Array[] = []
  let isBroken = false
  waypoints.slice(1).forEach((to, i) => {
    const from = waypoints[i] ?? to
    const ends = [from, to].map(point => tree.nearest(placeOf(frame, point), 1)[0]?.index ?? -1)
    const path = ends.every(end => end >= 0) ? shortestPath(graph, ends[0] ?? 0, ends[1] ?? 0) : null
    isBroken ||= path === null
    const between = (path ?? []).slice(1, -1).map(node => latentOf(frame, graph.nodes[node] ?? 0))
    points.push(...smooth([from, ...between, to]))
  })
  return { points, isBroken }
}
