/** The runs that are kept on the disk, as main tells of them. */
import { canResume, optimizersKept } from '@shared/domain/keptRun'
import type { Transfer } from '@shared/contract/main'
import type { KeptRun, Labels } from '@shared/domain/keptRun'
import { presetOf } from '@shared/domain/presets'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { engine } from '../clients/engine'
import { main } from '../clients/main'
import { dateTime } from '../formats/dates'
import { translate } from '../texts'
import { useDeletedRuns } from './deletedRuns'
import { useForm } from './form'
import { useMessages } from './messages'
import type { Action } from './messages'
import { useShown } from './shown'
import { useTraining } from './training'
import { useUi } from './ui'
import type { ViewId } from './ui'

export const useRuns = defineStore('runs', () => {
  const messages = useMessages()
  const runs = shallowRef<readonly KeptRun[]>([])
  const isLoaded = shallowRef(false)
  /** What is being exported or imported, where it takes long. */
  const transfer = shallowRef<Transfer | null>(null)
  const byId = computed(() => new Map(runs.value.map(run => [run.id, run])))
  let isListing = false
  let isStale = false

  const find = (id: string) => byId.value.get(id)

  /** One listing at a time; what changes meanwhile is listed once more. */
  async function refresh() {
    isStale = true
    if (isListing) return
    isListing = true
    try {
      while (isStale) {
        isStale = false
        runs.value = await main.calls.listRuns()
        isLoaded.value = true
      }
    } catch (error) {
      messages.report(error)
    } finally {
      isListing = false
    }
  }

  async function refreshOne(runId: string) {
    if (!find(runId)) return refresh()
    const run = await main.calls.describeRun({ runId }).catch(() => null)
    if (JSON.stringify(run) !== JSON.stringify(find(runId))) put(run)
  }

  function put(run: KeptRun | null) {
    if (run) runs.value = runs.value.map(known => known.id === run.id ? run : known)
  }

  async function relabel(runId: string, changes: Partial<Labels>) {
    await main.calls.relabelRun({ runId, changes }).then(put, messages.report)
  }

  async function remove(run: KeptRun) {
    try {
      await main.calls.removeRun({ runId: run.id })
    } catch (error) {
      return messages.report(error)
    }
    runs.value = runs.value.filter(({ id }) => id !== run.id)
    await useDeletedRuns().refresh()
    if (useShown().isOpened && useShown().runId === run.id) useShown().close()
    const action = { label: translate('runs.undo'), run: () => useDeletedRuns().restore(run) }
    messages.say(translate('runs.deleted', { name: nameOf(run) }), 'notice', action)
  }

  async function exportRun(runId: string) {
    try {
      const { saved, notices } = await main.calls.exportRun({ runId })
      if (saved === null) return
      messages.say([translate('runs.exported', { file: saved }), ...notices].join(' '), notices.length > 0 ? 'notice' : 'info')
    } catch (error) {
      messages.report(error)
    }
  }

  async function welcome(runId: string | null, action?: Action) {
    if (runId !== null) await refresh()
    const run = find(runId ?? '')
    if (run) messages.say(translate('runs.imported', { name: nameOf(run) }), 'info', action)
  }

  /** Answers the id of the run, where one came. */
  async function importRun(): Promise<string | null> {
    try {
      const { runId } = await main.calls.importRun()
      await welcome(runId)
      return runId
    } catch (error) {
      messages.report(error)
      return null
    }
  }

  let isOpening = false
  /** Brings in the files that the system has handed over, one after the other. */
  async function importOpened() {
    if (isOpening) return
    isOpening = true
    try {
      for (;;) {
        const { file, runId, problem } = await main.calls.importOpened()
        if (file === null) break
        useUi().show('runs')
        if (problem !== null) messages.say(translate('runs.notOpened', { file, problem }), 'error')
        await welcome(runId, { label: translate('runs.actions.look'), run: () => runId !== null && open(runId, 'gallery') })
      }
    } catch (error) {
      messages.report(error)
    } finally {
      isOpening = false
    }
  }

  function cancelTransfer() {
    return main.calls.cancelTransfer().catch(messages.report)
  }

  /** Opens a run as it stands on the disk, in a view that shows one. */
  async function open(runId: string, view: ViewId) {
    if (await useShown().open(runId, find(runId)?.facts?.last?.epoch)) useUi().show(view)
  }

  async function resume(runId: string) {
    if (await useTraining().continueRun(runId)) useUi().show('train')
  }

  /** Into the form of the Train view. */
  function duplicate({ facts }: KeptRun) {
    if (!facts) return
    useForm().load(facts.config)
    useUi().show('train')
    messages.say(translate('train.panel.copied'))
  }

  function branch(run: KeptRun, epoch: number) {
    if (!run.facts) return
    const { config, last } = run.facts
    const isKept = epoch > (last?.epoch ?? 0) - optimizersKept
    useForm().branchFrom({ runId: run.id, epoch, name: nameOf(run), optimizer: isKept ? config.optimizer.kind : null }, config)
    useUi().show('train')
  }

  function follow() {
    main.on('runs', () => void refresh())
    main.on('opened', () => void importOpened())
    main.on('transfer', (now) => { transfer.value = now })
    main.onConnected(() => {
      transfer.value = null
      void refresh()
      void importOpened()
    })
    engine.on('epoch', ({ runId }) => void refreshOne(runId))
    engine.on('state', ({ runId, state }) => state.kind === 'ended' && void refreshOne(runId))
    engine.onDisconnected(() => isLoaded.value && void refresh()) // what it trained is interrupted now
  }

  return {
    runs, isLoaded, transfer,
    find, refresh, refreshOne, relabel, remove, exportRun, importRun, cancelTransfer, open, resume, duplicate, branch, follow,
  }
})

/** What the user calls it, else what it is and when it began. */
export function nameOf({ id, labels, facts }: KeptRun): string {
  if (labels.name !== '') return labels.name
  return facts ? `${presetName(facts)}, ${dateTime(facts.createdAt)}` : id
}

export function presetName({ config }: { readonly config: Parameters<typeof presetOf>[0] }): string {
  const preset = presetOf(config)
  return preset ? translate(`train.presets.${preset}.name`) : translate('runs.ownSettings')
}

export function isResumable({ facts, problem }: KeptRun): boolean {
  return facts !== null && problem?.code !== 'E_VERSION' && canResume(facts)
}
