// Puts a text under a pull request, in place of the one that an earlier run put there.
//
//   COMMENT                             file with the text; its first line marks it
//   HEAD_OWNER, HEAD_BRANCH, HEAD_SHA   whose pull request: as GitHub says it, never as the pull request does
//   GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN
import { readFileSync } from 'node:fs'

const { COMMENT, HEAD_OWNER, HEAD_BRANCH, HEAD_SHA, GITHUB_REPOSITORY, GITHUB_TOKEN } = process.env
const api = process.env.GITHUB_API_URL ?? 'https://api.github.com'
const repository = `${api}/repos/${GITHUB_REPOSITORY}`

async function call(method, url, body) {
  const response = await fetch(url, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${GITHUB_TOKEN}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(30_000),
  })
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname}: ${response.status}`)
  return response.json()
}

/** The open pull request whose head is the commit that was planned; a branch that moved on has a run of its own. */
async function pullRequest() {
  const query = new URLSearchParams({ state: 'open', head: `${HEAD_OWNER}:${HEAD_BRANCH}` })
  const found = await call('GET', `${repository}/pulls?${query}`)
  return found.find(({ head }) => head.sha === HEAD_SHA)?.number
}

/** Our own comment of before. A person who pastes the mark does not get their comment replaced. */
async function commentBefore(number, mark) {
  for (let page = 1; ; page += 1) {
    const comments = await call('GET', `${repository}/issues/${number}/comments?per_page=100&page=${page}`)
    const own = comments.find(({ body, user }) => user?.type === 'Bot' && body?.startsWith(mark))
    if (own) return own.id
    if (comments.length < 100) return undefined
  }
}

const body = readFileSync(COMMENT, 'utf8')
const [mark] = body.split('\n')
const number = await pullRequest()
if (number === undefined) {
  console.log(`no open pull request has ${HEAD_SHA}`)
} else {
  const id = await commentBefore(number, mark)
  if (id === undefined) await call('POST', `${repository}/issues/${number}/comments`, { body })
  else await call('PATCH', `${repository}/issues/comments/${id}`, { body })
  console.log(`${id === undefined ? 'commented on' : 'updated the comment on'} #${number}`)
}
