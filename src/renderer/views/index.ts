/** The views of the window, in the order of the rail: one line each. */
import { CircleHelp, GalleryThumbnails, Orbit, Rows3, Settings, Waypoints } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import type { Component } from 'vue'
import type { ViewId } from '../stores/ui'
import TrainView from './TrainView.vue'

export interface ViewEntry {
  readonly id: ViewId
  readonly icon: Component
  readonly component: Component
  readonly place: 'top' | 'bottom'
}

const lazy = (load: () => Promise<Component>) => defineAsyncComponent(load)

export const views: readonly ViewEntry[] = [
  { id: 'train', icon: Waypoints, component: TrainView, place: 'top' },
  { id: 'gallery', icon: GalleryThumbnails, component: lazy(() => import('./GalleryView.vue')), place: 'top' },
  { id: 'explore', icon: Orbit, component: lazy(() => import('./ExploreView.vue')), place: 'top' },
  { id: 'runs', icon: Rows3, component: lazy(() => import('./RunsView.vue')), place: 'top' },
  { id: 'settings', icon: Settings, component: lazy(() => import('./SettingsView.vue')), place: 'bottom' },
  { id: 'help', icon: CircleHelp, component: lazy(() => import('./HelpView.vue')), place: 'bottom' },
]
