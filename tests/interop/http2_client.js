// Node's http2 client: node http2_client.js PORT HOST AUTHORITY-FILE|-
// Asks the server behind the proxies for what it answers, sends it bodies, and prints "ok".
'use strict';

const assert = require('assert');
const fs = require('fs');
const http2 = require('http2');

const [port, host, authority] = process.argv.slice(2);
const isPlain = authority === '-';
const session = isPlain
  ? http2.connect(`http://${host}`, { createConnection: () => require('net').connect(port, '127.0.0.1') })
  : http2.connect(`https://${host}:${port}`, {
    ca: fs.readFileSync(authority), servername: host, lookup: (_name, options, done) =>
      options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
  });

function request(headers, body) {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers);
    const pieces = [];
    let answer;
    stream.on('response', (head) => { answer = head; });
    stream.on('data', (piece) => pieces.push(piece));
    stream.on('end', () => resolve({ headers: answer, body: Buffer.concat(pieces) }));
    stream.on('error', reject);
    stream.end(body);
  });
}

async function main() {
  const hello = await request({ ':path': '/hello' });
  assert.strictEqual(hello.headers[':status'], 200);
  assert.strictEqual(hello.body.toString(), 'hello');

  const bodies = Array.from({ length: 100 }, (_, i) => Buffer.alloc(1 + i * 997, i));
  const echoes = await Promise.all(bodies.map((body) => request({ ':path': '/echo', ':method': 'POST' }, body)));
  echoes.forEach((echo, i) => assert.ok(echo.body.equals(bodies[i]), `body ${i}`));

  const cancelled = session.request({ ':path': '/bytes/100000000' });
  await new Promise((resolve) => {
    cancelled.once('data', () => cancelled.close(http2.constants.NGHTTP2_CANCEL));
    cancelled.on('close', resolve);
  });

  const settled = await new Promise((resolve, reject) =>
    session.ping((error, duration) => (error ? reject(error) : resolve(duration))));
  assert.ok(settled >= 0);
  assert.strictEqual((await request({ ':path': '/hello' })).body.toString(), 'hello');
  session.close();
  console.log('ok');
}

session.on('error', (error) => { console.error(error); process.exit(1); });
main().catch((error) => { console.error(error); process.exit(1); });
