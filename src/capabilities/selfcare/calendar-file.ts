/** A reminder for the phone's own calendar (RFC 5545): every day at a time, with an alarm. */
export function calendarFile({ id, title, time, from }: { id: string; title: string; time: string; from: string }): string {
  const at = `${from.replaceAll('-', '')}T${time.replace(':', '')}00`;
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Kangcheng//me//ZH', 'BEGIN:VEVENT',
    `UID:${id}@kangcheng`, `DTSTAMP:${at}Z`, `DTSTART;TZID=Asia/Shanghai:${at}`, 'DURATION:PT10M', 'RRULE:FREQ=DAILY',
    `SUMMARY:${escaped(title)}`, 'BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(title)}`, 'TRIGGER:PT0M', 'END:VALARM', 'END:VEVENT', 'END:VCALENDAR',
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n');
}
