#!/usr/bin/env node
// Benchmark for MCP servers over stdio or streamable HTTP. Node 20+, no dependencies. See README.md.
import { readSuite } from './suite.mjs';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const HERE = new URL('.', import.meta.url);
const PROTOCOL = '2025-06-18';
const TIMEOUT_MS = 60_000;
const now = () => performance.now();
const sleep = ms => new Promise(r => setTimeout(r, ms));
const sorted = xs => [...xs].sort((a, b) => a - b);
export const median = xs => { const s = sorted(xs), m = s.length >> 1; return s.length % 2 ? s[m] : (s[m - 1] + s[m]) / 2; };
const percentile = (s, p) => s[Math.min(s.length - 1, Math.ceil(s.length * p) - 1)];
const dist = xs => { const s = sorted(xs); return { p50: percentile(s, .5), p95: percentile(s, .95), p99: percentile(s, .99), n: s.length }; };

// ---------------------------------------------------------------- processes

function processTree(pid) {
  const pids = [];
  const walk = p => {
    pids.push(p);
    try {
      for (const tid of readdirSync(`/proc/${p}/task`))
        for (const c of readFileSync(`/proc/${p}/task/${tid}/children`, 'utf8').split(' ')) if (c.trim()) walk(+c);
    } catch { /* gone meanwhile */ }
  };
  walk(pid);
  return pids;
}

/** Memory (MiB) and CPU time (ms) of a process and all its descendants. */
function usage(pid) {
  let rss = 0, hwm = 0, pss = 0, ticks = 0, processes = 0;
  const kib = (text, key) => +(text.match(new RegExp(`^${key}:\\s+(\\d+)`, 'm'))?.[1] ?? 0);
  for (const p of processTree(pid)) try {
    const status = readFileSync(`/proc/${p}/status`, 'utf8');
    rss += kib(status, 'VmRSS'); hwm += kib(status, 'VmHWM');
    pss += kib(readFileSync(`/proc/${p}/smaps_rollup`, 'utf8'), 'Pss');
    const f = readFileSync(`/proc/${p}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    ticks += +f[11] + +f[12];
    processes++;
  } catch { /* gone meanwhile */ }
  return { rss: rss / 1024, peak: hwm / 1024, pss: pss / 1024, cpuMs: ticks * 10, processes };
}

const alive = pid => { try { process.kill(pid, 0); return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')); } catch { return false; } };

/** Ends the processes we started, by id: end of input, then TERM, then KILL. */
async function stopTree(child) {
  const pids = processTree(child.pid);
  child.stdin?.end();
  for (const signal of [null, 'SIGTERM', 'SIGKILL']) {
    if (signal) for (const p of pids) if (alive(p)) try { process.kill(p, signal); } catch { /* gone */ }
    for (let i = 0; i < 40 && pids.some(alive); i++) await sleep(25);
    if (!pids.some(alive)) return;
  }
}

// ---------------------------------------------------------------- clients

/** A server and a client for it. call() resolves to {result, ms, bytes}; ms ends when the last byte of the answer is in. */
class Client {
  constructor(target) { this.target = target; this.nextId = 1; this.stderr = ''; }
  spawnServer(command) {
    this.started = now();
    this.child = spawn('/bin/sh', ['-c', `exec ${command}`], {
      cwd: this.target.cwd, env: { ...process.env, ...this.target.env }, stdio: [this.target.http ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    this.child.stderr.on('data', d => { this.stderr = (this.stderr + d).slice(-2000); });
    this.child.on('exit', code => { this.exited = code; this.failAll?.(this.error(`server exited with ${code}`)); });
  }
  error(text) { return new Error(`${this.target.name}: ${text}${this.stderr ? `\n--- stderr ---\n${this.stderr}` : ''}`); }
  unwrap(message, ms, bytes) {
    if (message.error) throw this.error(`JSON-RPC error ${JSON.stringify(message.error).slice(0, 500)}`);
    return { result: message.result, ms, bytes };
  }
  async initialize() {
    const { result } = await this.call('initialize', {
      protocolVersion: this.target.protocol ?? PROTOCOL, capabilities: {}, clientInfo: { name: 'mcp-bench', version: '1' } });
    this.negotiated = result.protocolVersion;
    const ms = now() - this.started;
    await this.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return { ms, server: result.serverInfo, protocol: result.protocolVersion };
  }
  async listTools() {
    const tools = []; let cursor, bytes = 0;
    do {
      const { result } = await this.call('tools/list', cursor ? { cursor } : {});
      tools.push(...result.tools); cursor = result.nextCursor; bytes += Buffer.byteLength(JSON.stringify(result));
    } while (cursor);
    return { ms: now() - this.started, count: tools.length, bytes, tokens: Math.round(bytes / 4), names: tools.map(t => t.name) };
  }
  stop() { return stopTree(this.child); }
}

class StdioClient extends Client {
  async start() {
    this.pending = new Map();
    this.failAll = e => { for (const p of this.pending.values()) p.reject(e); this.pending.clear(); };
    this.spawnServer(this.target.stdio);
    this.child.stdin.on('error', () => {});
    let parts = [];
    this.child.stdout.on('data', chunk => {
      const at = now();
      for (let eol; (eol = chunk.indexOf(10)) >= 0; chunk = chunk.subarray(eol + 1)) {
        parts.push(chunk.subarray(0, eol));
        const line = parts.length === 1 ? parts[0] : Buffer.concat(parts);
        parts = [];
        this.onLine(line, at);
      }
      if (chunk.length) parts.push(chunk);
    });
    return this.initialize();
  }
  onLine(line, at) {
    let message;
    try { message = JSON.parse(line); } catch { this.noise ??= line.toString().slice(0, 200); return; }
    const p = message.id !== undefined && !message.method && this.pending.get(message.id);
    if (!p) return;                                   // a notification
    this.pending.delete(message.id);
    try { p.resolve(this.unwrap(message, at - p.sent, line.length + 1)); } catch (e) { p.reject(e); }
  }
  call(method, params) {
    const id = this.nextId++, text = JSON.stringify({ jsonrpc: '2.0', id, method, params }) + '\n';
    return new Promise((resolve, reject) => {
      if (this.exited !== undefined) return reject(this.error(`server exited with ${this.exited}`));
      const timer = setTimeout(() => { this.pending.delete(id); reject(this.error(`no answer to ${method} in ${TIMEOUT_MS} ms`)); }, TIMEOUT_MS);
      const done = f => v => { clearTimeout(timer); f(v); };
      this.pending.set(id, { resolve: done(resolve), reject: done(reject), sent: now() });
      this.child.stdin.write(text);
    });
  }
  async send(message) { this.child.stdin.write(JSON.stringify(message) + '\n'); }
  async worker() { return this; }
}

/** One keep-alive HTTP/1.1 connection, one request at a time. node:http costs several times as much, which would hide fast servers. */
class Connection {
  constructor(url) {
    this.socket = net.connect({ port: +url.port || 80, host: url.hostname, noDelay: true });
    this.socket.on('data', d => this.onData(d));
    this.socket.on('error', e => this.fail(e));
    this.socket.on('close', () => { this.closed = true; this.fail(new Error('ECONNRESET connection closed')); });
    this.socket.setTimeout(TIMEOUT_MS, () => this.socket.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
  }
  fail(e) { const w = this.waiting; this.waiting = null; w?.reject(e); }
  request(text) {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }; this.parts = []; this.size = 0; this.head = null; this.tail = '';
      this.socket.write(text);
    });
  }
  onData(chunk) {
    if (!this.waiting) return;
    this.parts.push(chunk); this.size += chunk.length;
    this.tail = (this.tail + chunk.toString('latin1', Math.max(0, chunk.length - 5))).slice(-5);
    if (!this.head) {
      if (this.parts.length > 1) this.parts = [Buffer.concat(this.parts)];
      const end = this.parts[0].indexOf('\r\n\r\n');
      if (end < 0) return;
      const [status, ...lines] = this.parts[0].toString('latin1', 0, end).split('\r\n');
      this.head = { status: +status.split(' ')[1], length: end + 4, headers: Object.fromEntries(lines.map(l => { const c = l.indexOf(':'); return [l.slice(0, c).toLowerCase(), l.slice(c + 1).trim()]; })) };
    }
    const { length, headers, status } = this.head;
    const chunked = /chunked/i.test(headers['transfer-encoding'] ?? ''), total = length + +(headers['content-length'] ?? 0);
    if (chunked ? this.tail !== '0\r\n\r\n' : this.size < total) return;
    let body = Buffer.concat(this.parts).subarray(length);
    if (chunked && !(body = unchunk(body))) return;
    const w = this.waiting; this.waiting = null;
    if (/close/i.test(headers.connection ?? '')) { this.closed = true; this.socket.end(); }
    w.resolve({ status, headers, body, at: now() });
  }
}
function unchunk(raw) {
  const out = [];
  for (let at = 0; ;) {
    const eol = raw.indexOf('\r\n', at), size = parseInt(raw.toString('latin1', at, eol), 16);
    if (eol < 0 || Number.isNaN(size)) return null;
    if (size === 0) return Buffer.concat(out);
    if (eol + 2 + size + 2 > raw.length) return null;
    out.push(raw.subarray(eol + 2, eol + 2 + size));
    at = eol + 2 + size + 2;
  }
}

class HttpClient extends Client {
  constructor(target, idle = []) { super(target); this.idle = idle; this.url = new URL(target.url); }
  async start() {
    this.spawnServer(this.target.http);
    this.child.stdout.resume();
    for (;;) {
      if (this.exited !== undefined) throw this.error(`server exited with ${this.exited}`);
      if (now() - this.started > TIMEOUT_MS) throw this.error('no HTTP answer in time');
      try { return await this.initialize(); } catch (e) { if (!/ECONNREFUSED|ECONNRESET|HTTP 503/.test(e.message)) throw e; }
      await sleep(2);
    }
  }
  async post(message) {
    const body = JSON.stringify(message), { pathname, search, host } = this.url;
    const headers = { Host: host, 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', 'Content-Length': Buffer.byteLength(body),
      ...(this.session && { 'Mcp-Session-Id': this.session }), ...(this.negotiated && { 'MCP-Protocol-Version': this.negotiated }), ...this.target.headers };
    let c;
    while ((c = this.idle.pop()) && c.closed);
    c ??= new Connection(this.url);
    const r = await c.request(`POST ${pathname}${search} HTTP/1.1\r\n${Object.entries(headers).map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n${body}`)
      .catch(e => { throw this.error(`${e.code ?? ''} ${e.message}`); });
    if (!c.closed) this.idle.push(c);
    this.session = r.headers['mcp-session-id'] ?? this.session;
    if (r.status >= 300) throw this.error(`HTTP ${r.status} ${r.body.subarray(0, 300)}`);
    return r;
  }
  async call(method, params) {
    const id = this.nextId++, sent = now();
    const { body, at, headers } = await this.post({ jsonrpc: '2.0', id, method, params });
    const messages = !/event-stream/.test(headers['content-type'] ?? '') ? [JSON.parse(body)] : body.toString().split(/\r?\n\r?\n/)
      .map(e => e.split(/\r?\n/).filter(l => l.startsWith('data:')).map(l => l.slice(5).trimStart()).join('\n'))
      .filter(Boolean).map(d => JSON.parse(d));
    const message = messages.find(m => m.id === id && !m.method);
    if (!message) throw this.error(`no answer to request ${id} in the HTTP body`);
    return this.unwrap(message, at - sent, body.length);
  }
  send(message) { return this.post(message); }
  /** One session for all workers, or with "sessions": "per-worker" one each. */
  async worker() {
    if (this.target.sessions !== 'per-worker') return this;
    const w = new HttpClient(this.target, this.idle);
    w.child = this.child; w.started = now();
    await w.initialize();
    return w;
  }
  stop() { for (const c of this.idle) c.socket.destroy(); return stopTree(this.child); }
}

export const connect = target => target.stdio ? new StdioClient(target) : new HttpClient(target);

// ---------------------------------------------------------------- answers

const isRow = v => v !== null && typeof v === 'object' && !Array.isArray(v);
/** Finds the rows in a parsed answer: an array of objects, or {columns, rows: [[...]]}. */
function findRows(v) {
  if (Array.isArray(v)) return v.length && v.every(isRow) && !v.some(r => 'rows' in r) ? v : v.map(findRows).find(Boolean);
  if (!isRow(v)) return undefined;
  if (Array.isArray(v.columns) && Array.isArray(v.rows) && Array.isArray(v.rows[0])) {
    const names = v.columns.map(c => c?.name ?? c);
    return v.rows.map(r => Object.fromEntries(names.map((n, i) => [n, r[i]])));
  }
  for (const k of ['rows', 'data', 'results', 'result', 'records', ...Object.keys(v)]) { const r = v[k] && findRows(v[k]); if (r) return r; }
}
function parseLoose(text) {
  try { return JSON.parse(text); } catch { /* text around the JSON */ }
  const from = text.search(/[[{]/), to = Math.max(text.lastIndexOf(']'), text.lastIndexOf('}'));
  try { return JSON.parse(text.slice(from, to + 1)); } catch { return undefined; }
}
export const textOf = result => (result.content ?? []).filter(c => c.type === 'text').map(c => c.text);
export function rowsOf(result, parse = parseLoose) {
  const structured = result.structuredContent && findRows(result.structuredContent);
  if (structured) return structured;
  const parsed = textOf(result).map(parse);
  return parsed.length > 1 && parsed.every(isRow) ? parsed : parsed.length === 1 && isRow(parsed[0]) ? findRows(parsed[0]) ?? parsed : findRows(parsed);
}

const fill = (v, vars) => typeof v === 'string' ? v.replace(/\{\{(\w+)\}\}/g, (m, k) => vars[k] ?? m)
  : Array.isArray(v) ? v.map(x => fill(x, vars)) : isRow(v) ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, fill(x, vars)])) : v;
const same = (a, b) => String(a) === String(b) || (a !== null && b !== null && a !== '' && Number(a) === Number(b));

/** Throws unless the answer is the right one. Answers that are not JSON (CSV, Markdown) are searched as text. */
function verify(result, query, n) {
  const bad = why => { throw new Error(`wrong answer to ${query.name}: ${why}; got ${JSON.stringify(result).slice(0, 400)}`); };
  if (!result || result.isError) bad('isError');
  const want = fill(query.expect ?? {}, { n }), rows = rowsOf(result);
  if (!rows) {
    const text = textOf(result).join('\n');
    if (want.rows && text.split('\n').length < want.rows) bad(`fewer than ${want.rows} lines`);
    for (const v of Object.values({ ...want.first, ...want.last })) if (!text.includes(String(v))) bad(`no ${v} in the text`);
    return;
  }
  if (want.rows !== undefined && rows.length !== want.rows) bad(`${rows.length} rows, not ${want.rows}`);
  if (want.columns && Object.keys(rows[0]).length !== want.columns) bad(`${Object.keys(rows[0]).length} columns, not ${want.columns}`);
  for (const [where, row] of [['first', rows[0]], ['last', rows.at(-1)]])
    for (const [k, v] of Object.entries(want[where] ?? {})) if (!row || !same(row[k], v)) bad(`${where} row has ${k}=${row?.[k]}, not ${v}`);
}

/** One checked tool call; i picks the value of {{n}} (a spread over 1..vary, so that no answer repeats soon). */
async function ask(client, query, i) {
  const n = query.vary ? 1 + (i * 7919) % query.vary : 0, { tool, args } = client.target;
  const params = query.args ? { name: query.tool ?? tool, arguments: fill(query.args, { n }) }
    : { name: tool, arguments: fill(args, { sql: fill(query.sql, { n }) }) };
  const answer = await client.call('tools/call', params);
  verify(answer.result, query, n);
  return answer;
}

// ---------------------------------------------------------------- scenarios

async function latency(client, query, o) {
  for (let i = 0; i < o.warmup; i++) await ask(client, query, i);
  const times = [], cpu = usage(client.child.pid).cpuMs; let bytes;
  for (let i = 0; i < o.n; i++) { const a = await ask(client, query, o.warmup + i); times.push(a.ms); bytes = a.bytes; }
  return { ...dist(times), cpuMsPerCall: (usage(client.child.pid).cpuMs - cpu) / o.n, bytes };
}

async function throughput(client, query, concurrency, o) {
  const workers = await Promise.all(Array.from({ length: concurrency }, () => client.worker()));
  let i = 0, ok = 0, errors = 0, firstError;
  const begin = now(), end = begin + o.seconds * 1000, cpu = usage(client.child.pid).cpuMs, times = [];
  await Promise.all(workers.map(async w => {
    while (now() < end && i < 200_000) {
      const t = now();
      try { await ask(w, query, i++); ok++; times.push(now() - t); } catch (e) {
        errors++; firstError ??= e.message.split('\n')[0].slice(0, 300);
        if (errors > 100) return;
      }
    }
  }));
  const seconds = (now() - begin) / 1000;
  return { rps: errors ? null : ok / seconds, ok, errors, firstError, p99: ok ? dist(times).p99 : null, cpuMsPerCall: (usage(client.child.pid).cpuMs - cpu) / ok };
}

async function large(client, query, o) {
  const first = await ask(client, query, 0), times = [];
  await ask(client, query, 0);
  for (let i = 0; i < o.largeRuns; i++) times.push((await ask(client, query, i)).ms);
  return { firstMs: first.ms, ms: median(times), bytes: first.bytes };
}

/** How many of 16 calls sent together run side by side: 1 is a server that takes them one by one. */
async function parallel(client, query) {
  const single = (await ask(client, query, 0)).ms, begin = now();
  await Promise.all(Array.from({ length: 16 }, (_, i) => ask(client, query, i)));
  return { sideBySide: 16 * single / (now() - begin) };
}

/** One round on one target: cold starts, then everything else on the last of those processes. */
async function round(target, queries, o) {
  const out = { cold: { initialize: [], toolsList: [], cpu: [], firstCall: [], firstQuery: [] }, errors: [] };
  queries = queries.filter(q => !target.skip?.includes(q.name));
  const small = queries.filter(q => !q.large && !q.parallel), first = target.first ? { name: 'first query', ...target.first } : small[0] ?? queries[0];
  const want = s => o.scenarios.includes('all') || o.scenarios.includes(s);
  if (target.floor) return floorRound(target, queries, o, out);
  let client;
  for (let run = 1; run <= o.cold; run++) {
    await client?.stop();
    client = connect(target);
    try {
      const init = await client.start(), tools = await client.listTools();
      out.server = init.server; out.protocol = init.protocol;
      out.cold.initialize.push(init.ms); out.cold.toolsList.push(tools.ms); out.cold.cpu.push(usage(client.child.pid).cpuMs);
      out.tools = { count: tools.count, bytes: tools.bytes, tokens: tools.tokens, names: tools.names };
      if (run === o.cold) { await sleep(1000); out.idle = usage(client.child.pid); }
      out.cold.firstCall.push((await ask(client, first, 0)).ms);
      // The last of the processes rested for a second: what it needed from its start says nothing.
      if (run < o.cold) out.cold.firstQuery.push(now() - client.started);
    } catch (e) { out.errors.push(`cold start: ${e.message}`); await client.stop(); return out; }
  }
  if (target.coldOnly) { out.end = usage(client.child.pid); await client.stop(); return out; }
  const attempt = async (name, f) => { try { return await f(); } catch (e) { out.errors.push(`${name}: ${e.message}`); } };
  for (const q of small) {
    if (want('latency')) (out.latency ??= {})[q.name] = await attempt(`latency ${q.name}`, () => latency(client, q, o));
    if (want('throughput')) for (const c of o.concurrency) {
      const r = await attempt(`throughput ${q.name}`, () => throughput(client, q, c, o));
      ((out.throughput ??= {})[q.name] ??= {})[c] = r;
      if (r?.errors) out.errors.push(`throughput ${q.name} at ${c}: ${r.errors} errors, first: ${r.firstError}`);
    }
  }
  if (want('large')) for (const q of queries.filter(q => q.large)) (out.large ??= {})[q.name] = await attempt(q.name, () => large(client, q, o));
  if (want('parallel')) for (const q of queries.filter(q => q.parallel)) out.parallel = await attempt(q.name, () => parallel(client, q));
  out.end = usage(client.child.pid);
  if (client.noise) out.noise = client.noise;          // what was on stdout and is no JSON
  await client.stop();
  return out;
}

/** A floor is a program that runs the queries with a bare driver: queries in on stdin (TSV), timings out on stdout (JSON). */
async function floorRound(target, queries, o, out) {
  const child = spawn('/bin/sh', ['-c', `exec ${target.floor}`], { cwd: target.cwd, env: { ...process.env, ...target.env }, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end([`${o.warmup}\t${o.n}\t${o.largeRuns}`, ...queries.filter(q => !q.parallel).map(q => [q.name, q.large ? 1 : 0, q.vary ?? 0, q.sql].join('\t'))].join('\n') + '\n');
  let text = '';
  child.stdout.on('data', d => { text += d; });
  const code = await new Promise(r => child.on('close', r));
  if (code) { out.errors.push(`floor exited with ${code}`); return out; }
  for (const [name, r] of Object.entries(JSON.parse(text))) (out[r.ms ? 'large' : 'latency'] ??= {})[name] = r;
  return out;
}

// ---------------------------------------------------------------- report

const at = (o, path) => path.split('.').reduce((v, k) => v?.[k], o);
const num = (v, d = 2) => v === undefined || v === null || Number.isNaN(v) ? '-' : v >= 1000 ? Math.round(v).toString() : v.toFixed(v >= 100 ? 0 : v >= 10 ? 1 : d);
/** Median over the rounds of the number at path; lists (cold starts) are pooled first. */
const overall = (rounds, path) => { const v = rounds.flatMap(r => at(r, path) ?? []).filter(Number.isFinite); return v.length ? median(v) : undefined; };
/** Median over the rounds of (this target / baseline) in the same round. */
function ratio(rounds, base, path) {
  const one = r => { const v = [at(r, path) ?? []].flat(); return v.length ? median(v) : NaN; };
  const v = rounds.map((r, i) => one(r) / one(base[i])).filter(Number.isFinite);
  return v.length ? median(v) : undefined;
}

function report(results, queries, o) {
  const names = Object.keys(results), base = results[o.baseline ?? names[0]];
  const small = queries.filter(q => !q.large && !q.parallel).map(q => q.name), big = queries.filter(q => q.large).map(q => q.name);
  const columns = [['init ms', 'cold.initialize'], ['list ms', 'cold.toolsList'], ['start cpu ms', 'cold.cpu'], ['1st call ms', 'cold.firstCall'], ['start to 1st answer ms', 'cold.firstQuery'],
    ...small.flatMap(q => [...['p50', 'p95', 'p99', 'cpuMsPerCall'].map(k => [`${q} ${k === 'cpuMsPerCall' ? 'cpu' : k}`, `latency.${q}.${k}`]),
      ...o.concurrency.map(c => [`${q} rps@${c}`, `throughput.${q}.${c}.rps`]), [`${q} bytes`, `latency.${q}.bytes`]]),
    ...big.flatMap(q => [[`${q} ms`, `large.${q}.ms`], [`${q} bytes`, `large.${q}.bytes`]]),
    ['side by side of 16', 'parallel.sideBySide'], ['idle MiB', 'idle.rss'], ['idle PSS MiB', 'idle.pss'], ['peak MiB', 'end.peak'], ['tools', 'tools.count'], ['tools/list tokens', 'tools.tokens']];
  const lines = [];
  const table = (title, cell) => {
    lines.push('', `### ${title}`, '', `| metric | ${names.join(' | ')} |`, `|---|${names.map(() => '--:|').join('')}`);
    for (const [label, path] of columns) {
      const cells = names.map(n => cell(results[n], path));
      if (cells.some(c => c !== '-')) lines.push(`| ${label} | ${cells.join(' | ')} |`);
    }
  };
  table(`medians of ${o.rounds} rounds (latency in ms)`, (r, p) => num(overall(r, p), 3));
  if (names.length > 1) table(`ratio to ${o.baseline ?? names[0]}, median of the rounds`, (r, p) => num(ratio(r, base, p)));
  for (const n of names) for (const [i, r] of results[n].entries()) for (const e of r.errors) lines.push('', `FAILED ${n}, round ${i + 1}: ${e}`);
  return lines.join('\n');
}

async function main() {
  const { values: a } = parseArgs({ options: {
    suite: { type: 'string' }, only: { type: 'string' }, baseline: { type: 'string' }, queries: { type: 'string', default: fileURLToPath(new URL('queries.json', HERE)) },
    query: { type: 'string' }, name: { type: 'string', default: 'server' }, stdio: { type: 'string' }, http: { type: 'string' }, url: { type: 'string' },
    env: { type: 'string', multiple: true, default: [] }, tool: { type: 'string' }, args: { type: 'string' }, expect: { type: 'string' },
    scenario: { type: 'string', default: 'all' }, rounds: { type: 'string', default: '3' }, cold: { type: 'string', default: '15' }, n: { type: 'string', default: '2000' },
    warmup: { type: 'string', default: '200' }, seconds: { type: 'string', default: '3' }, concurrency: { type: 'string', default: '1,8,32' },
    'large-runs': { type: 'string', default: '10' }, out: { type: 'string' } } });
  const o = { scenarios: a.scenario.split(','), rounds: +a.rounds, n: +a.n, warmup: +a.warmup, seconds: +a.seconds, baseline: a.baseline,
    cold: Math.max(2, Math.ceil(+a.cold / +a.rounds)), concurrency: a.concurrency.split(',').map(Number), largeRuns: +a['large-runs'] };
  let queries = JSON.parse(readFileSync(a.queries, 'utf8'));
  let targets = a.suite ? readSuite(a.suite).targets
    : [{ name: a.name, stdio: a.stdio, http: a.http, url: a.url, tool: a.tool, args: JSON.parse(a.args), env: Object.fromEntries(a.env.map(e => [e.slice(0, e.indexOf('=')), e.slice(e.indexOf('=') + 1)])) }];
  if (!a.suite && !a.args.includes('{{sql}}')) queries = [{ name: 'call', args: targets[0].args, expect: JSON.parse(a.expect ?? '{}') }];
  if (a.only) targets = targets.filter(t => a.only.split(',').includes(t.name));
  if (a.query) queries = queries.filter(q => a.query.split(',').includes(q.name));
  if (!targets.length || !queries.length) throw new Error('nothing to measure');
  const results = Object.fromEntries(targets.map(t => [t.name, []])), loads = [];
  for (let r = 0; r < o.rounds; r++)
    for (let k = 0; k < targets.length; k++) {                    // interleaved; each round begins with another target
      const t = targets[(r + k) % targets.length];
      loads.push(os.loadavg()[0]);
      process.stderr.write(`round ${r + 1}/${o.rounds} ${t.name}\n`);
      results[t.name].push(await round(t, queries, o));
    }
  const meta = { date: new Date().toISOString(), node: process.version, cpu: os.cpus()[0]?.model, cores: os.cpus().length, loadavg: { min: Math.min(...loads), max: Math.max(...loads) }, options: o };
  const text = report(results, queries, o);
  if (a.out) { writeFileSync(a.out, JSON.stringify({ meta, results }, null, 1)); writeFileSync(a.out.replace(/\.json$/, '') + '.md', text + '\n'); }
  else console.log(JSON.stringify({ meta, results }));
  console.log(text);
  const failed = Object.values(results).flat().some(r => r.errors.length);
  console.log(failed ? '\nFAILED: see above' : '\nall answers were right');
  process.exit(failed ? 1 : 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
