import { setTimeout as sleep } from 'node:timers/promises';

/** Greets whoever asks, and tells them the time (UTC). */
export async function handler(event, context) {
  log('INFO', 'greeting', context, { path: event.path, sourceIp: event.requestContext?.identity?.sourceIp });
  log('DEBUG', 'event', context, { event });
  const seconds = Math.random() * longestSleepSecs(context);
  if (seconds > 0) {
    log('DEBUG', 'sleeping', context, { seconds });
    await sleep(seconds * 1000);
  }
  const body = JSON.stringify({
    message: `Hello Miztiikal World, It is ${dateTime(new Date())} here! How about there?`,
  });
  log('DEBUG', 'answer', context, { body });
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body,
  };
}

/** As the message shows it: `2026-03-09 17:04:05.678`. */
function dateTime(date) {
  return date.toISOString().replace('T', ' ').replace('Z', '');
}

/** What RANDOM_SLEEP_SECS allows: each call sleeps for a random time below it, and 0 means never. */
function longestSleepSecs(context) {
  const text = process.env.RANDOM_SLEEP_SECS ?? '0';
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  log('WARN', 'RANDOM_SLEEP_SECS must be a number from 0', context, { value: text });
  return 0;
}

function log(level, message, context, details) {
  if (level === 'DEBUG' && process.env.LOG_LEVEL !== 'DEBUG') return;
  console.log(
    JSON.stringify({
      time: new Date().toISOString(),
      level,
      requestId: context.awsRequestId,
      message,
      ...details,
    }),
  );
}
