/** The window: stores listen first, then the ports are asked for. */
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '@fontsource-variable/inter/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import App from './App.vue'
import { openPorts } from './clients/ports'
import { useCompute } from './stores/compute'
import { useDeletedRuns } from './stores/deletedRuns'
import { useEngine } from './stores/engine'
import { useMessages } from './stores/messages'
import { usePlace } from './stores/place'
import { useRuns } from './stores/runs'
import { useSettings } from './stores/settings'
import { useTraining } from './stores/training'
import { i18n, speakAsBefore, translate } from './texts'

speakAsBefore()
const app = createApp(App).use(createPinia()).use(i18n)
useSettings().follow()
useTraining().follow()
useRuns().follow()
useDeletedRuns().follow()
usePlace().follow()
useEngine().follow()
useCompute().follow()
app.config.errorHandler = error => useMessages().report(error)
app.mount('#app')

if (window.lab) openPorts(window.lab, useMessages().report)
else useMessages().say(translate('shell.noBridge'), 'error')
