/** What a kept run is and reached, as lines of a sheet. */
import type { KeptRun } from '@shared/domain/keptRun'
import { dateTime } from '../../formats/dates'
import { clock, figure, percent, size, whole } from '../../formats/numbers'
import { translate as t } from '../../texts'

export interface FigureLine {
  readonly name: string
  readonly value: string
  /** What it is to be held against; empty where there is nothing. */
  readonly note: string
}

export function runFigures({ id, facts }: KeptRun): readonly FigureLine[] {
  if (!facts) return []
  const { seconds, bytes, device, parameters, createdAt, config, last } = facts
  return [
    line('runs.columns.epochs', t('runs.facts.epochs', { epoch: last?.epoch ?? 0, epochs: config.epochs })),
    ...reached(facts),
    line('runs.facts.parameters', whole(parameters)),
    line('runs.facts.duration', clock(seconds)),
    line('runs.facts.size', size(bytes)),
    line('runs.facts.date', dateTime(createdAt)),
    line('runs.facts.device', device),
    line('runs.facts.id', id),
  ]
}

function reached({ last, best, floors }: NonNullable<KeptRun['facts']>): readonly FigureLine[] {
  if (!last) return []
  const isBest = !best || best.epoch === last.epoch
  const loss = line('runs.facts.testLoss', figure(last.testLoss), isBest ? '' : t('runs.detail.best', { value: figure(best.testLoss), epoch: best.epoch }))
  const psnr = line('runs.facts.psnr', `${figure(last.psnr)} dB`, floor(floors && figure(floors.pca.psnr)))
  const knn = last.knnAccuracy === null ? [] : [line('runs.facts.knn', percent(last.knnAccuracy), floor(floors && percent(floors.pca.knnAccuracy)))]
  return [loss, psnr, ...knn]
}

function line(name: string, value: string, note = ''): FigureLine {
  return { name: t(name), value, note }
}

function floor(value: string | null): string {
  return value ? t('runs.detail.floor', { value }) : ''
}
