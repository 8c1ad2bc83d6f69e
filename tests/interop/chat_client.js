// gRPC's JavaScript client: node chat_client.js PORT HOST AUTHORITY-FILE|- CHAT.PROTO
// Makes calls of all four kinds to the server behind the proxies, and prints "ok".
'use strict';

const assert = require('assert');
const fs = require('fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [port, host, authority, proto] = process.argv.slice(2);
const credentials = authority === '-'
  ? grpc.credentials.createInsecure()
  : grpc.credentials.createSsl(fs.readFileSync(authority));
const { Chat } = grpc.loadPackageDefinition(loader.loadSync(proto)).outrigger.interop;
const client = new Chat(`127.0.0.1:${port}`, credentials, {
  'grpc.ssl_target_name_override': host, 'grpc.default_authority': host,
});

const call = (method, request, options = {}) => new Promise((resolve, reject) =>
  client[method](request, options, (error, answer) => (error ? reject(error) : resolve(answer))));

function collect(stream) {
  return new Promise((resolve, reject) => {
    const messages = [];
    stream.on('data', (message) => messages.push(message.text));
    stream.on('end', () => resolve(messages));
    stream.on('error', reject);
  });
}

async function main() {
  assert.strictEqual((await call('Say', { text: 'hello' })).text, 'you said hello');

  const lines = await collect(client.Listen({ count: 500 }));
  assert.deepStrictEqual(lines, Array.from({ length: 500 }, (_, i) => `line ${i}`));

  const told = await new Promise((resolve, reject) => {
    const stream = client.Tell((error, answer) => (error ? reject(error) : resolve(answer)));
    for (let i = 0; i < 500; i++) stream.write({ text: 'x'.repeat(1000) });
    stream.end();
  });
  assert.strictEqual(told.count, 500);

  const talk = client.Talk();
  const replies = collect(talk);
  for (let i = 0; i < 50; i++) talk.write({ text: String(i) });
  talk.end();
  assert.deepStrictEqual(await replies, Array.from({ length: 50 }, (_, i) => `you said ${i}`));

  await assert.rejects(call('Fail', { text: '9' }), { code: 9, details: 'as you wished: 100 % ✓' });
  await assert.rejects(call('Wait', { text: '' }, { deadline: Date.now() + 200 }), { code: grpc.status.DEADLINE_EXCEEDED });
  client.close();
  console.log('ok');
}

main().catch((error) => { console.error(error); process.exit(1); });
