const names = {
  entry: 'Sign-in page and entry point',
  chat: 'Chat',
  models: 'Model servers',
  operations: 'Operations: changes, certificates, scaling',
}
const words = {
  operational: 'operational',
  degraded: 'degraded',
  outage: 'outage',
  standby: 'standby',
  unknown: 'unknown',
}
/** A state older than this is not shown as the present one. Milliseconds. */
const oldest = 5 * 60 * 1000
const refresh = 60 * 1000

const element = (tag, text, name) => {
  const made = document.createElement(tag)
  made.textContent = text
  if (name) made.className = name
  return made
}

const summary = (regions) => {
  const levels = regions.flatMap(({ parts }) => Object.values(parts))
  if (levels.includes('outage')) return 'A part of the service is out.'
  if (levels.includes('degraded')) return 'A part of the service is degraded.'
  if (levels.includes('unknown')) return 'The state of a part is unknown.'
  return 'All parts are operational.'
}

const regionSection = ({ region, parts }) => {
  const section = document.createElement('section')
  const list = document.createElement('dl')
  for (const [part, name] of Object.entries(names)) {
    const level = Object.hasOwn(words, parts[part]) ? parts[part] : 'unknown'
    list.append(element('dt', name), element('dd', words[level], level))
  }
  section.append(element('h2', region), list)
  return section
}

const show = async () => {
  const head = document.getElementById('summary')
  try {
    const answer = await fetch('state.json', { cache: 'no-cache' })
    if (!answer.ok) throw new Error(String(answer.status))
    const { time, regions } = await answer.json()
    const isOld = Date.now() - Date.parse(time) > oldest
    head.textContent = isOld ? 'The state has not been updated for some time.' : summary(regions)
    document.getElementById('regions').replaceChildren(...regions.map(regionSection))
    document.getElementById('time').textContent = `Last update: ${new Date(time).toLocaleString()}`
  } catch {
    head.textContent = 'The state cannot be loaded at the moment.'
  }
}

show()
setInterval(show, refresh)
