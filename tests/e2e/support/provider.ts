import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Who answers at the provider. */
interface Account {
  subject: string;
  email: string;
}

/** An OpenID provider on this machine: one account, one button, one client. */
export class Provider {
  readonly clientId = 'retailguard';
  readonly clientSecret = 'known-to-both';
  private readonly codes = new Map<string, { nonce: string; redirect: string }>();
  private readonly keys = generateKeyPair('RS256');
  private readonly server: Server;

  private constructor(private readonly account: Account) {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        void this.answer(new URL(request.url ?? '/', this.issuer), new URLSearchParams(body), response);
      });
    });
  }

  static async start(account: Account) {
    const provider = new Provider(account);
    await new Promise<void>((ready) => provider.server.listen(0, '127.0.0.1', ready));
    return provider;
  }

  get issuer() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async answer(url: URL, form: URLSearchParams, response: ServerResponse) {
    const json = (value: unknown) =>
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value));
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
        });
      case '/keys':
        return json({ keys: [{ ...(await exportJWK((await this.keys).publicKey)), kid: '1', use: 'sig' }] });
      case '/authorize': {
        const code = randomUUID();
        const redirect = url.searchParams.get('redirect_uri') ?? '';
        this.codes.set(code, { nonce: url.searchParams.get('nonce') ?? '', redirect });
        const back = new URL(redirect);
        back.searchParams.set('code', code);
        back.searchParams.set('state', url.searchParams.get('state') ?? '');
        const link = back.href.replaceAll('&', '&amp;');
        return response
          .setHeader('Content-Type', 'text/html')
          .end(`<!doctype html><title>Work accounts</title><a href="${link}">Go on as ${this.account.email}</a>`);
      }
      case '/token':
        return json({ access_token: 'none', token_type: 'Bearer', id_token: await this.token(form) });
      default:
        return response.writeHead(404).end();
    }
  }

  private async token(form: URLSearchParams) {
    const code = form.get('code') ?? '';
    const known = this.codes.get(code);
    this.codes.delete(code);
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ nonce: known?.nonce, email: this.account.email, email_verified: true, auth_time: now })
      .setProtectedHeader({ alg: 'RS256', kid: '1' })
      .setIssuer(this.issuer)
      .setAudience(this.clientId)
      .setSubject(this.account.subject)
      .setIssuedAt(now)
      .setExpirationTime(now + 300)
      .sign((await this.keys).privateKey);
  }
}
