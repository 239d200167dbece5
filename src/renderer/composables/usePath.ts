/** A way through chosen places, decoded station by station, played and saved. */
import { imagePixels, imageSide } from '@shared/domain/image'
import { enlarge, toGif } from '@shared/domain/latent/gif'
import { tile } from '@shared/domain/latent/grids'
import { computed, onBeforeUnmount, onDeactivated, ref, shallowRef, watch } from 'vue'
import { engine } from '../clients/engine'
import { greyPng } from '../pictures/png'
import { useExplore, type Waypoint } from '../stores/explore'
import { useMessages } from '../stores/messages'
import { latest } from './latest'
import { reportUnlessPassing } from './passing'
import { saveFile } from './usePortraitActions'
import { useWay } from './useWay'

const frameTime = 110
const enlarged = 4

export function usePath() {
  const explore = useExplore()
  const messages = useMessages()
  const stations = ref(16)
  const pictures = shallowRef<Uint8Array | null>(null)
  /** The station shown; the film moves it. */
  const station = ref(0)
  const isPlaying = ref(false)
  const run = latest(reportUnlessPassing)
  let timer: ReturnType<typeof setInterval> | undefined

  const { way, drawn, isSearching } = useWay(stations)
  const here = computed(() => drawn.value[station.value] ?? null)

  /** Pictures of the way before stay until there is another. */
  watch([way, isSearching], ([now, isComing]) => {
    if (isComing) return
    if (!now) {
      pause()
      pictures.value = null
      return
    }
    const { of: { runId, epoch, dimension }, latents } = now
    station.value = Math.min(station.value, latents.length - 1)
    const points = new Float32Array(latents.length * dimension)
    latents.forEach((point, i) => points.set(point, i * dimension))
    run(async () => {
      const { pixels } = await engine.calls.decode({ runId, epoch, points })
      if (way.value) pictures.value = pixels
    })
  }, { immediate: true })

  function add(waypoint: Waypoint) {
    explore.waypoints = [...explore.waypoints, waypoint]
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
      if (station.value + step < 0 || station.value + step >= stations.value) step = -step
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

  return { stations, pictures, station, isPlaying, way, isSearching, drawn, here, add, remove, clear, play, pause, saveStrip, saveGif }
}
