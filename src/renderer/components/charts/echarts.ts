/** The parts of ECharts that the window draws with; no tooltip in HTML, which Trusted Types forbid. */
import { LineChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([LineChart, GridComponent, TooltipComponent, AxisPointerComponent, MarkLineComponent, CanvasRenderer])

export { default as Chart } from 'vue-echarts'
