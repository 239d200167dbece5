/** The curves of several runs in one chart, as ECharts wants them told. */
import type { EpochReport } from '@shared/domain/run'
import type { RunConfig } from '@shared/domain/runConfig'
import type { EChartsCoreOption } from 'echarts/core'
import { figure } from '../../../formats/numbers'
import type { Palette } from '../../charts/palette'

export interface ComparedCurve {
  readonly name: string
  readonly colour: string
  readonly epochs: readonly EpochReport[]
}

export const comparedQuantities = ['testLoss', 'testMse', 'psnr', 'knnAccuracy'] as const
export type ComparedQuantity = (typeof comparedQuantities)[number]
/** What is drawn at first: the loss where all runs make the same one small, else the error, which is the same thing in each. */
export function firstQuantity(configs: readonly RunConfig[]): ComparedQuantity {
  const objectives = configs.map(({ objective: { beta, ...rest }, network }) => JSON.stringify({ ...rest, beta: network.variational ? beta : null }))
  return new Set(objectives).size > 1 ? 'testMse' : 'testLoss'
}

const symbols = ['circle', 'rect', 'triangle', 'diamond', 'emptyCircle', 'emptyRect']

export function compareOption(curves: readonly ComparedCurve[], quantity: ComparedQuantity, epoch: number, p: Palette): EChartsCoreOption {
  const small = Math.round(0.6875 * p.rem)
  const axis = { axisLabel: { color: p['text-3'], fontFamily: p.font, fontSize: small }, axisTick: { show: false }, splitLine: { lineStyle: { color: p.line, opacity: 0.6 } } }
  return {
    animation: false,
    textStyle: { fontFamily: p.font },
    grid: { left: 3.5 * p.rem, right: p.rem, top: 10, bottom: 1.75 * p.rem },
    tooltip: {
      trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: p.overlay, borderColor: p.line,
      textStyle: { color: p.text, fontSize: small + 1, fontFamily: p.font }, valueFormatter: (value: unknown) => figure(Number(value)),
    },
    xAxis: { type: 'value', min: 'dataMin', max: 'dataMax', minInterval: 1, ...axis, splitLine: { show: false }, axisLine: { lineStyle: { color: p.line } } },
    yAxis: { type: 'value', scale: true, splitNumber: 4, ...axis, axisLine: { show: false } },
    series: curves.map(({ name, colour, epochs }, n) => ({
      name: shortened(name), type: 'line', color: colour, lineStyle: { width: 2 }, symbol: symbols[n % symbols.length], symbolSize: 6,
      showSymbol: epochs.length < 40, emphasis: { disabled: true }, data: epochs.map(report => [report.epoch, report[quantity]]),
      markLine: n > 0
        ? undefined
        : {
            silent: true, symbol: 'none', animation: false, data: [{ xAxis: epoch }], label: { show: false },
            lineStyle: { color: p.text, type: 'solid', width: 1, opacity: 0.6 },
          },
    })),
  }
}

function shortened(name: string): string {
  return name.length > 32 ? `${name.slice(0, 31)}…` : name
}
