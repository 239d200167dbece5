/** Does what was chosen in the application's menu. */
import { onScopeDispose } from 'vue'
import { main } from '../clients/main'
import { useTour } from '../stores/tour'
import { useUi } from '../stores/ui'

export function useMenuCommands() {
  const ui = useUi()
  const tour = useTour()
  const actions = {
    help: () => ui.show('help'),
    tour: () => tour.start(),
    shortcuts: () => void (ui.shortcutsOpen = true),
  }
  const stop = main.on('command', command => actions[command]())
  onScopeDispose(stop)
}
