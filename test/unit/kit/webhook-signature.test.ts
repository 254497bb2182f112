import { expect, test } from 'vitest';
import { signWebhook, webhookSecret } from '../../../kit/webhook-signature.ts';

test('a webhook is signed as the example of standardwebhooks.com is', () => {
  const headers = signWebhook(
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    new Date(1_614_265_330_000),
    '{"test": 2432232314}',
  );
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('each subscription has a secret of its own, the same whenever it is made', () => {
  const secrets = [
    webhookSecret('key of the service', 'a'),
    webhookSecret('key of the service', 'a'),
    webhookSecret('key of the service', 'b'),
    webhookSecret('another key', 'a'),
  ];
  expect(secrets[0]).toBe(secrets[1]);
  expect(new Set(secrets).size).toBe(3);
  expect(secrets[0]).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
});
