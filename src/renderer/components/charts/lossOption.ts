/** The chart of a run as ECharts wants it told. */
import type { EChartsCoreOption } from 'echarts/core'
import { figure, rate } from '../../formats/numbers'
import type { Curves } from './curves'
import type { Palette } from './palette'

export interface ChartTexts {
  readonly train: string
  readonly test: string
  readonly batch: string
  readonly rate: string
  readonly epoch: (epoch: string) => string
  readonly floor: (kind: 'pca' | 'mean') => string
}

interface Options {
  readonly log: boolean
  readonly epochs: number
  /** The epoch that the timeline shows, drawn as a line; null while it follows the run. */
  readonly cursor: number | null
  readonly share: boolean
}

export function lossOption(curves: Curves, { log, epochs, cursor, share }: Options, texts: ChartTexts, p: Palette): EChartsCoreOption {
  const small = Math.round(0.6875 * p.rem)
  const axisText = { color: p['text-3'], fontFamily: p.font, fontSize: small }
  const format = (value: number) => (share ? `${figure(100 * value)} %` : figure(value))
  const tick = (value: number) => (share ? `${Number((100 * value).toPrecision(3))} %` : String(Number(value.toPrecision(3))))
  const isEmpty = curves.batch.length + curves.test.length === 0
  const left = 3.75 * p.rem
  const right = 0.75 * p.rem
  const line = (name: string, data: Curves['train'], color: string, width: number, more = {}) => ({
    name, type: 'line', data, showSymbol: data.length < 2, symbol: 'circle', symbolSize: 5, color, lineStyle: { width }, animation: false,
    emphasis: { disabled: true }, ...more,
  })
  return {
    animation: false,
    textStyle: { fontFamily: p.font },
    grid: [
      { left, right, top: 10, bottom: 4.75 * p.rem },
      { left, right, height: 1.75 * p.rem, bottom: 1.5 * p.rem },
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: p['edge'], type: 'solid', width: 1 } },
    tooltip: {
      trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: p.overlay, borderColor: p.line, borderWidth: 1, padding: [6, 10],
      textStyle: { color: p.text, fontSize: small + 1, fontFamily: p.font, lineHeight: 18 },
      formatter: (items: TooltipItem[]) => tooltipText(items, texts, format),
    },
    xAxis: [0, 1].map(gridIndex => ({
      type: 'value', gridIndex, min: 0, max: Math.max(1, epochs), minInterval: 1,
      axisLine: { lineStyle: { color: p.line } }, axisTick: { show: false }, splitLine: { show: false },
      axisLabel: { ...axisText, show: gridIndex === 1 },
    })),
    yAxis: [
      {
        type: log ? 'log' : 'value', gridIndex: 0, splitNumber: 4,
        axisLabel: { ...axisText, formatter: tick, showMinLabel: false, showMaxLabel: false, show: !isEmpty },
        splitLine: { lineStyle: { color: p.line, opacity: 0.6 } }, axisLine: { show: false }, axisTick: { show: false },
        ...rangeOf(curves, log),
      },
      {
        type: 'value', gridIndex: 1, min: 0, splitNumber: 1, axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false },
        axisLabel: { ...axisText, formatter: (v: number) => (v === 0 ? '' : rate(v)), showMinLabel: false },
      },
    ],
    series: [
      line(texts.batch, curves.batch, p['curve-train'], 1, { lineStyle: { width: 1, opacity: 0.45 }, showSymbol: false, sampling: 'lttb' }),
      line(texts.train, curves.train, p['curve-train'], 1.5),
      line(texts.test, curves.test, p['curve-test'], 2.25, {
        markLine: cursor === null
          ? undefined
          : {
              silent: true, symbol: 'none', animation: false, data: [{ xAxis: cursor }], label: { show: false },
              lineStyle: { color: p.text, type: 'solid', width: 1, opacity: 0.6 },
            },
      }),
      ...curves.floors.map(({ kind, value }) => {
        const data: Curves['train'] = [[0, value], [Math.max(1, epochs), value]]
        const type = kind === 'pca' ? 'dashed' : 'dotted'
        return line(texts.floor(kind), data, p[`floor-${kind}`], 1.25, { showSymbol: false, lineStyle: { width: 1.25, type } })
      }),
      line(texts.rate, curves.rate, p['curve-rate'], 1.25, { xAxisIndex: 1, yAxisIndex: 1, showSymbol: false, step: 'end' }),
    ],
  }
}

/** The mean image lies far above; it is drawn only where it does not flatten the curves. */
function rangeOf({ batch, train, test, floors }: Curves, log: boolean) {
  const pca = floors.filter(f => f.kind === 'pca').map(f => f.value)
  const values = [...batch, ...train, ...test].map(([, y]) => y).concat(pca).filter(Number.isFinite)
  if (values.length === 0) return { min: 0, max: 1 }
  const sorted = values.toSorted((a, b) => a - b)
  const low = sorted[0] ?? 0
  // The first steps of a run lie far above the rest: the scale holds all but the highest hundredth of the points.
  const high = sorted[Math.floor((sorted.length - 1) * (sorted.length > 50 ? 0.99 : 1))] ?? 1
  const pad = (high - low) * 0.06 || high * 0.1 || 0.1
  return log && low > 0 ? { min: low * 0.94, max: high * 1.06 } : { min: Math.max(0, low - pad), max: high + pad }
}

interface TooltipItem {
  readonly seriesName: string
  readonly value: readonly [number, number]
}

function tooltipText(items: TooltipItem[], texts: ChartTexts, format: (value: number) => string): string {
  const x = items[0]?.value[0]
  if (x === undefined) return ''
  const lines = items.map(({ seriesName, value }) => `${seriesName}  ${seriesName === texts.rate ? rate(value[1]) : format(value[1])}`)
  return [texts.epoch(Number.isInteger(x) ? String(x) : x.toFixed(2)), ...new Set(lines)].join('\n')
}
