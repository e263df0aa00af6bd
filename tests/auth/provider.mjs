/* A real identity provider for tests: panva's oidc-provider (OpenID Certified) on loopback.

   node tests/auth/provider.mjs '{"redirectUri": "...", "clients": [{"id": "...", "secret": "..."}]}'

Its people sign in on its own pages, where any name is one and any password is right: the name is the subject. What they
are is told by POST /people {subject: claims} beforehand. POST /faults {name: value} makes it err on purpose, POST /keys
signs with another key from then on. It prints its issuer in one line when it listens, and ends with its standard input. */

import { createServer } from 'node:http'
import { generateKeyPairSync, randomUUID } from 'node:crypto'

console.warn = () => {}
const { Provider } = await import(new URL('../../web/node_modules/oidc-provider/lib/index.js', import.meta.url))

const { redirectUri, clients } = JSON.parse(process.argv[2])
const people = {}
let faults = {}
let keys = [newKey('first')]
let handle

function newKey(kid) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }
}

const server = createServer(async (request, response) => {
  if (request.method === 'POST' && ['/people', '/faults', '/keys'].includes(request.url)) {
    const parts = []
    for await (const part of request) parts.push(part)
    const body = JSON.parse(Buffer.concat(parts).toString() || '{}')
    if (request.url === '/people') Object.assign(people, body)
    if (request.url === '/faults') faults = body
    if (request.url === '/keys') {
      keys = [newKey(randomUUID())]
      handle = made()
    }
    response.writeHead(204).end()
    return
  }
  if (faults.down) {
    response.writeHead(503).end()
    return
  }
  if (faults[request.url]) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(faults[request.url]))
    return
  }
  handle(request, response)
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const issuer = `http://127.0.0.1:${server.address().port}`

/* What is kept (codes, grants, sessions) lives in one place, so that a provider made anew with other keys knows it. */
const store = new Map()
class Adapter {
  constructor(name) {
    this.name = name
  }
  key(id) {
    return `${this.name}:${id}`
  }
  async upsert(id, payload) {
    store.set(this.key(id), payload)
    if (payload.uid) store.set(`uid:${payload.uid}`, id)
  }
  async find(id) {
    return store.get(this.key(id))
  }
  async findByUid(uid) {
    return this.find(store.get(`uid:${uid}`))
  }
  async findByUserCode() {}
  async destroy(id) {
    store.delete(this.key(id))
  }
  async revokeByGrantId(grantId) {
    for (const [key, payload] of store) if (payload.grantId === grantId) store.delete(key)
  }
  async consume(id) {
    store.get(this.key(id)).consumed = Math.floor(Date.now() / 1000)
  }
}

function made() {
  const provider = new Provider(issuer, {
    adapter: Adapter,
    jwks: { keys },
    cookies: { keys: ['for tests'] },
    clients: clients.map((one) => ({
      client_id: one.id,
      client_secret: one.secret,
      redirect_uris: [redirectUri],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    })),
    pkce: { required: () => true },
    scopes: ['openid', 'email', 'profile'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
    conformIdTokenClaims: !faults.fatToken,
    ttl: { IdToken: 600, AccessToken: 600, AuthorizationCode: 60, Interaction: 600, Session: 600, Grant: 600 },
    async findAccount(_, id) {
      return { accountId: id, claims: async () => ({ sub: id, ...people[id] }) }
    },
  })
  provider.on('server_error', (_, error) => process.stderr.write(`${error.stack}\n`))
  return provider.callback()
}

handle = made()
process.stdout.write(`${issuer}\n`)
process.stdin.resume()
process.stdin.on('end', () => process.exit(0))
