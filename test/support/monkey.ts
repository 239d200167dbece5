/** A seeded user who does anything: what to do next is drawn from the seed and from what the window shows. */
import type { Page } from '@playwright/test'
import type { Lab } from './lab'
import { hostileTexts } from './hostileTexts'

export type Random = () => number

/** What it must not press: the self-test runs for minutes and the GPU build is gigabytes, and they are no part of any journey. */
const leftAlone = '[data-testid=self-test], [data-testid$=-gpu]'
const pressable = 'button, input, textarea, a, canvas, [role=slider], [role=radio], [role=option], [role=switch], [role=row], [role=tab], [tabindex="0"]'
const keys = [
  'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Enter', 'Space', 'Tab', 'Shift+Tab', 'Escape', 'Home', 'End', 'PageUp', 'PageDown', 'Backspace',
  'Delete', 'F1', 'F2', '?', '[', ']', '{', '}', 'k', 'p', '.', '+', '-', '1', '2', '3', '4', 'w', 'a', 's', 'd', 'r', 'c', 'v', 'b', 'l', 'e', 'f', 'i',
  'Control+1', 'Control+2', 'Control+3', 'Control+4', 'Control+5', 'Control+6', 'Control+Enter', 'Control+A', 'Control+Z', 'Control+C', 'Control+V',
  'Shift+ArrowRight', 'Alt+ArrowUp', 'Shift+Enter', 'Alt+1',
]
const numbers = ['1', '2', '3', '16', '512', '0.01', '1e-3', '0', '-1', '', '99999999', '0,5']

export class Monkey {
  readonly trail: string[] = []
  private readonly page: Page

  constructor(private readonly lab: Lab, private readonly random: Random) {
    this.page = lab.page
    // Listening keeps the system's own dialog away.
    this.page.on('filechooser', () => undefined)
  }

  async act(): Promise<void> {
    const share = this.random()
    if (share < 0.45) return this.click()
    if (share < 0.55) return this.drag()
    if (share < 0.75) return this.press(this.oneOf(keys))
    if (share < 0.87) return this.write()
    if (share < 0.93) return this.press(`Control+${1 + Math.floor(this.random() * 6)}`)
    if (share < 0.96) return this.resize()
    return this.scroll()
  }

  private oneOf<T>(all: readonly T[]): T {
    return all[Math.floor(this.random() * all.length)] as T
  }

  private note(what: string) {
    this.trail.push(what)
  }

  /** The middle of something that can be pressed and is not covered, and what it is; anywhere where there is none. */
  private async target(selector: string): Promise<{ x: number, y: number, name: string }> {
    const found = await this.page.evaluate(([selector, leftAlone]) => [...document.querySelectorAll<HTMLElement>(selector)].flatMap((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      const at = { x: x + width / 2, y: y + height / 2 }
      const top = document.elementFromPoint(at.x, at.y)
      if (width === 0 || !top || !(element.contains(top) || top.contains(element)) || element.matches(leftAlone)) return []
      return [{ ...at, name: `${element.tagName} ${element.dataset['testid'] ?? element.getAttribute('aria-label') ?? element.innerText.slice(0, 30)}` }]
    }), [selector, leftAlone] as const)
    return found.length > 0 ? this.oneOf(found) : { ...await this.place(), name: 'nothing' }
  }

  private async place() {
    const { width, height } = await this.page.evaluate(() => ({ width: innerWidth, height: innerHeight }))
    return { x: Math.floor(this.random() * width), y: Math.floor(this.random() * height) }
  }

  private async click() {
    const { x, y, name } = await this.target(pressable)
    const kind = this.random()
    this.note(`click ${name}`)
    if (kind < 0.06) await this.page.keyboard.down('Shift')
    await this.page.mouse.click(x, y, { clickCount: kind > 0.9 ? 2 : 1, button: kind > 0.87 && kind < 0.9 ? 'right' : 'left' })
    if (kind < 0.06) await this.page.keyboard.up('Shift')
  }

  private async drag() {
    const [from, to] = [await this.place(), await this.place()]
    this.note(`drag ${from.x},${from.y} → ${to.x},${to.y}`)
    await this.page.mouse.move(from.x, from.y)
    await this.page.mouse.down()
    await this.page.mouse.move(to.x, to.y, { steps: 3 })
    await this.page.mouse.up()
  }

  private async press(key: string) {
    this.note(`press ${key}`)
    await this.page.keyboard.press(key)
  }

  private async write() {
    const { x, y, name } = await this.target('input:not([type=checkbox]):not([type=file]), textarea')
    const text = this.oneOf(this.random() < 0.6 ? numbers : hostileTexts)
    this.note(`write ${JSON.stringify(text.slice(0, 30))} into ${name}`)
    await this.page.mouse.click(x, y)
    await this.page.keyboard.press('Control+A')
    await this.page.keyboard.insertText(text)
    if (this.random() < 0.5) await this.page.keyboard.press(this.oneOf(['Enter', 'Tab', 'Escape']))
  }

  private async resize() {
    const [width, height] = this.oneOf([[1024, 640], [1280, 800], [1100, 900], [1600, 700], [1900, 1100]] as const)
    this.note(`resize to ${width} × ${height}`)
    await this.lab.app.evaluate(({ BrowserWindow }, { width, height }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height), { width, height })
  }

  private async scroll() {
    const { x, y } = await this.place()
    this.note(`scroll at ${x},${y}`)
    await this.page.mouse.move(x, y)
    await this.page.mouse.wheel(0, this.random() < 0.5 ? -400 : 400)
  }
}
