/** The parts of ECharts that the window draws with; no tooltip in HTML, which Trusted Types forbid. */
import { LineChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import type { ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([LineChart, GridComponent, TooltipComponent, AxisPointerComponent, MarkLineComponent, CanvasRenderer])

export function openChart(element: HTMLElement): ECharts {
  const chart = init(element)
  chart.getZr().setSleepAfterStill(1) // it would ask for ten more frames after each drawing: while training, for every frame there is
  return chart
}
