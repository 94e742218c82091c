// A real OpenID provider in Google's place, on 127.0.0.1. `node provider.mjs FILE`: writes its port into FILE once it listens, and
// ends when its standard input does. POST /settings changes what it does from then on; new clients or a new key end all grants.
import { AsyncLocalStorage } from 'node:async_hooks';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider, { interactionPolicy } from 'oidc-provider';

const settings = {
  clients: [], // {id, secret}
  accounts: {}, // email → claims, `sub` among them
  clock: 0, // seconds by which tokens are made in the future, or (negative) were made in the past
}; // and `rotate: true`: sign with a new key from now on
let key;
let provider;

const ahead = new AsyncLocalStorage();
const now = Date.now;
Date.now = () => now() + (ahead.getStore() ?? 0) * 1000;

function newKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

function policy() {
  const base = interactionPolicy.base();
  base.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return base;
}

function client({ id, secret }) {
  return {
    client_id: id, client_secret: secret, application_type: 'native', redirect_uris: ['http://127.0.0.1/'],
    grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'], token_endpoint_auth_method: 'client_secret_post',
  };
}

function configure({ rotate, ...changes }) {
  Object.assign(settings, changes);
  if (rotate) key = newKey();
  if (!rotate && !changes.clients) return;
  provider = new Provider('https://accounts.google.com', {
    clients: settings.clients.map(client),
    jwks: { keys: [key] },
    scopes: ['openid', 'https://www.googleapis.com/auth/spreadsheets', 'https://www.googleapis.com/auth/drive.metadata.readonly'],
    claims: { email: ['email', 'email_verified', 'hd'], profile: ['name'] },
    conformIdTokenClaims: false,
    extraParams: ['access_type', 'hd'],
    findAccount: (_, sub) => ({ accountId: sub, claims: () => Object.values(settings.accounts).find((claims) => claims.sub === sub) }),
    issueRefreshToken: (ctx) => ctx.oidc.entities.AuthorizationCode !== undefined,
    rotateRefreshToken: false,
    interactions: { policy: policy(), url: (_, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    cookies: { keys: ['only for tests'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AuthorizationCode: 60, AccessToken: 3600, IdToken: 3600, RefreshToken: 600 },
  });
}

function form(path, inner) {
  return `<form method="post" action="${path}">${inner}</form>`;
}

async function show(req, res) {
  const { uid, prompt, params } = await provider.interactionDetails(req, res);
  const boxes = params.scope.split(' ').map((scope) => `<input type="checkbox" name="scope" value="${scope}" checked>`);
  const page = prompt.name === 'consent'
    ? form(`/interaction/${uid}/allow`, boxes.join('')) + form(`/interaction/${uid}/deny`, '')
    : form(`/interaction/${uid}/login`, '<input name="email">');
  res.writeHead(200, { 'content-type': 'text/html' }).end(page);
}

async function consent(details, given) {
  const grant = new provider.Grant({ accountId: details.session.accountId, clientId: details.params.client_id });
  for (const scope of details.params.scope.split(' ')) {
    if (given.includes(scope)) grant.addOIDCScope(scope);
    else grant.rejectOIDCScope(scope);
  }
  return { consent: { grantId: await grant.save() } };
}

async function decide(req, res, step) {
  const details = await provider.interactionDetails(req, res);
  const fields = new URLSearchParams(await text(req));
  const account = settings.accounts[fields.get('email')];
  const results = {
    login: async () => ({ login: { accountId: account.sub }, select_account: {} }),
    allow: () => consent(details, fields.getAll('scope')),
    deny: async () => ({ error: 'access_denied', error_description: 'the person said no' }),
  };
  await provider.interactionFinished(req, res, await results[step](), { mergeWithLastSubmission: step === 'allow' });
}

async function answer(req, res) {
  const [, place, , step] = req.url.split('/');
  if (place === 'settings') {
    configure(JSON.parse(await text(req)));
    res.writeHead(204).end();
  } else if (place === 'interaction') await (req.method === 'POST' ? decide(req, res, step) : show(req, res));
  else await ahead.run(place === 'token' ? settings.clock : 0, () => provider.callback()(req, res));
}

configure({ rotate: true });
const server = createServer((req, res) => {
  answer(req, res).catch((error) => res.writeHead(500).end(String(error.stack)));
});
server.listen(0, '127.0.0.1', () => {
  const file = process.argv[2];
  writeFileSync(`${file}.part`, String(server.address().port));
  renameSync(`${file}.part`, file);
});
process.stdin.resume().on('end', () => process.exit(0));
