import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Waits until something listens on the port; throws after ten seconds. */
export async function connects(port: number, name: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await listens(port)) return
    await pause(100)
  }
  throw new Error(`${name} does not listen on ${port}`)
}

function listens(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      answer(true)
    })
    socket.once('error', () => answer(false))
  })
}
