import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { signMessage } from './sign-message.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

test('signs as the check vector says', () => {
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: new Date(1_614_265_330_999),
    body: '{"test": 2432232314}',
  };
  expect(signMessage(message, [SECRET])).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('is accepted by the reference library with each of two secrets, and with no other', () => {
  const body = '{"said":"一切顺利"}';
  const headers = signMessage({ id: 'msg_1', at: new Date(), body }, [OTHER, SECRET]);
  for (const secret of [SECRET, OTHER])
    expect(new Webhook(secret).verify(body, headers)).toEqual({ said: '一切顺利' });
  const third = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  expect(() => new Webhook(third).verify(body, headers)).toThrow('No matching signature');
  expect(() => new Webhook(SECRET).verify(`${body} `, headers)).toThrow('No matching signature');
});
