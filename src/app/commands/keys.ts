import { join } from 'node:path';
import { readConfig } from '../../platform/config.ts';
import { Stop } from '../../platform/stop.ts';
import { addKey, keyFile, openVault } from '../../platform/vault.ts';

const checkout = join(import.meta.dirname, '..', '..', '..');

/** `kangcheng keys rotate`: a new key for everything written from now on. A running server takes it up and seals the old numbers anew. */
export function rotateKeys(env: NodeJS.ProcessEnv): void {
  const { data, keys } = readConfig(env, checkout);
  if (keys?.trimStart().startsWith('{')) throw new Stop('密钥由 KANGCHENG_KEYS 直接给出,请在那里加入新密钥 · the keys stand in KANGCHENG_KEYS itself: add the new one there.');
  const file = keys ?? keyFile(data);
  openVault(data, keys);
  const id = addKey(file);
  console.log(`已加入第 ${id} 号密钥,新数据即用新密钥;运行中的服务会在十分钟内开始分批重新加密旧数据。请备份 ${file}\nkey ${id} was added and seals everything new; a running server begins within ten minutes to seal the old anew, in batches. Back up ${file}`);
}
