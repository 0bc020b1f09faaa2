import { createServer, Socket, type Server } from 'node:net';
import { Aedes, type AedesOptions, type AuthenticateError, type Client, type PublishPacket } from 'aedes';

/** Where devices publish; null where KANGCHENG_MQTT names no port. */
export function brokerPort(): number | null {
  const port = Number(process.env['KANGCHENG_MQTT'] ?? '');
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Door {
  readonly host: string;
  readonly port: number;
  /** Whoever the key or token stands for, by the name in the topic; null for nobody. */
  readonly whoIs: (token: string) => Promise<string | null>;
  /** Put what was published on record, by the same way as a request over HTTP. */
  readonly deliver: (message: { readonly token: string; readonly readings: string; readonly address: string }) => Promise<Answer>;
}

export interface Broker {
  readonly port: number;
  close(): Promise<void>;
}

const tokens = new WeakMap<Client, { readonly token: string; readonly name: string }>();
const mostBytes = 2 * 1024 * 1024;

/**
 * The MQTT broker for devices and gateways. The password is the device's key (or a system's token); `kangcheng/NAME/readings` takes what
 * the HTTP contract takes. A QoS 1 message is acknowledged after the commit: whoever got no PUBACK sends again, and nothing is stored
 * twice. What was refused is told on `kangcheng/NAME/refused`. A publisher whose message cannot be stored is cut off, so that it comes back.
 */
export async function startBroker(door: Door): Promise<Broker> {
  const broker = await Aedes.createBroker({ concurrency: 100, ...handlersOf(door) });
  const server = createServer(broker.handle);
  const port = await listening(server, door);
  return {
    port,
    close: async () => {
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Handlers = Required<Pick<AedesOptions, 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>>;

function handlersOf(door: Door): Handlers {
  return {
    authenticate: async (...[client, , password, done]) => {
      const error = await admit(client, { door, token: password?.toString('utf8') ?? '' });
      done(error, error === null);
    },
    authorizePublish: async (client, packet, done) => done(await take(client, { door, packet })),
    authorizeSubscribe: (client, subscription, done) => {
      const holder = tokens.get(client);
      done(null, holder && subscription.topic === `kangcheng/${holder.name}/refused` ? subscription : null);
    },
    // What devices publish is for the record alone: no other client receives it.
    authorizeForward: (_client, packet) => (packet.topic.endsWith('/readings') ? null : packet),
  };
}

async function admit(client: Client, { door, token }: { readonly door: Door; readonly token: string }): Promise<AuthenticateError | null> {
  try {
    const name = await door.whoIs(token);
    if (name === null) return refusal(4);
    tokens.set(client, { token, name });
    return null;
  } catch {
    return refusal(3);
  }
}

/** Null once what was published is on record, or can never be; else why the publisher is cut off. */
async function take(client: Client | null, { door, packet }: { readonly door: Door; readonly packet: PublishPacket }): Promise<Error | null> {
  const holder = client ? tokens.get(client) : undefined;
  if (!client || !holder || packet.topic !== `kangcheng/${holder.name}/readings`) return new Error('topic not allowed');
  if (packet.payload.length > mostBytes) return new Error('too large');
  try {
    const { status, body } = await door.deliver({ token: holder.token, readings: packet.payload.toString('utf8'), address: addressOf(client) });
    if (status !== 200 && !isFinal(status)) return new Error(`not stored: ${status}`);
    client.publish({ cmd: 'publish', topic: `kangcheng/${holder.name}/refused`, payload: status === 200 ? refusedOf(body) : body, qos: 0, retain: false, dup: false }, () => {});
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error('not stored');
  }
}

function addressOf(client: Client): string {
  return client.conn instanceof Socket ? (client.conn.remoteAddress ?? '') : '';
}

/** What will never be stored however often it is sent: taken off the sender's hands, with the reason told. */
function isFinal(status: number): boolean {
  return status === 400 || status === 413 || status === 422;
}

function refusedOf(body: string): string {
  const answer: unknown = JSON.parse(body);
  return typeof answer === 'object' && answer !== null && 'refused' in answer ? JSON.stringify(answer.refused) : '[]';
}

/** 4: bad user name or password; 3: the server is unavailable. */
function refusal(returnCode: 3 | 4): AuthenticateError {
  return Object.assign(new Error('not authorised'), { returnCode });
}

function listening(server: Server, { port, host }: Door): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
