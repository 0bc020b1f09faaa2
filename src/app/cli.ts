import { Command } from 'commander';
import { Stop } from '../platform/stop.ts';

// `kangcheng … | head` closes the pipe early; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const program = new Command('kangcheng')
  .description('康程:把健康促进工作计划变成运行中的项目\nKangcheng: takes a health promotion work plan and runs it')
  .helpOption('-h, --help', '显示帮助 · show help')
  .helpCommand('help [command]', '显示命令的帮助 · show help of a command')
  .showHelpAfterError('(--help 显示用法 · shows the usage)');

program
  .command('start')
  .description('启动服务、数据库与演示 · start the server, the database and the demo\n(PORT, HOST, KANGCHENG_DATA, DATABASE_URL, KANGCHENG_DEMO_PERSONS)')
  .action(async () => {
    const { start } = await import('./start.ts');
    await start(process.env);
  });

const plan = program.command('plan').description('工作计划 · work plans');

plan
  .command('read')
  .argument('<file>', '.docx .pdf .txt .md')
  .option('--json', '输出 JSON(计划数组)· print JSON: an array of plans')
  .option('--text', '输出规范化正文,span 以此为准 · print the normalised text that the spans index')
  .description('读取工作计划并输出其结构 · read a work plan and print its structure')
  .action(async (file: string, options: { json?: boolean; text?: boolean }) => {
    const { readPlanCommand } = await import('./commands/plan-read.ts');
    process.exitCode = await readPlanCommand(file, options);
  });

program
  .command('assess')
  .argument('<file>', 'JSON / YAML: [{ id, model, inputs }]')
  .option('--json', '输出 JSON · print JSON')
  .description('按指南评估风险与分层 · assess risks and tiers by the guidelines')
  .action(async (file: string, options: { json?: boolean }) => {
    const { runAssess } = await import('./commands/assess.ts');
    process.exitCode = runAssess(file, { json: options.json === true });
  });

program
  .command('form')
  .description('问卷与量表 · forms and scales')
  .command('score')
  .argument('<scale>', 'PHQ-9, WHO-5, …')
  .argument('<file>', 'JSON / YAML: [{ id, answers, sex? }]')
  .option('--json', '输出 JSON · print JSON')
  .description('按已发表的方法为量表计分 · score a scale by its published method')
  .action(async (scale: string, file: string, options: { json?: boolean }) => {
    const { runFormScore } = await import('./commands/form-score.ts');
    process.exitCode = runFormScore(scale, file, { json: options.json === true });
  });

program
  .command('audit')
  .description('审计 · the audit trail')
  .command('verify')
  .option('--json', '输出 JSON · print JSON')
  .option('--against <file>', '与先前另存的 JSON 结果比对 · compare with the JSON of an earlier run, kept elsewhere')
  .description('验证审计链,指出第一条断裂的记录 · prove the chains, and name the first broken row')
  .action(async (options: { json?: boolean; against?: string }) => {
    const { auditVerifyCommand } = await import('./commands/audit-verify.ts');
    process.exitCode = await auditVerifyCommand(process.env, { json: options.json === true, ...(options.against === undefined ? {} : { against: options.against }) });
  });

program
  .command('backup')
  .argument('<folder>', '新的或空的文件夹 · a new or empty folder')
  .option('--with-keys', '一并保存密钥 · put the keys into the backup too')
  .description('备份内置数据库,服务运行时也可进行 · back up the embedded database, also while the server runs')
  .action(async (folder: string, options: { withKeys?: boolean }) => {
    const { backupCommand } = await import('./commands/backup.ts');
    process.exitCode = await backupCommand(process.env, { folder, withKeys: options.withKeys === true });
  });

program
  .command('restore')
  .argument('<folder>', '备份文件夹 · the folder of the backup')
  .option('--until <time>', '恢复到此时刻,或 latest(需 KANGCHENG_ARCHIVE)· up to this time, or latest (needs KANGCHENG_ARCHIVE)')
  .description('从备份恢复到数据文件夹(须尚无数据库)· restore a backup into the data folder, which must hold no database')
  .action(async (folder: string, options: { until?: string }) => {
    const { restoreCommand } = await import('./commands/restore.ts');
    process.exitCode = await restoreCommand(process.env, { folder, until: options.until ?? null });
  });

program
  .command('keys')
  .description('加密密钥 · the keys of the vault')
  .command('rotate')
  .description('加入新密钥,服务不必停 · add a new key; the server need not stop')
  .action(async () => {
    const { rotateKeys } = await import('./commands/keys.ts');
    rotateKeys(process.env);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
