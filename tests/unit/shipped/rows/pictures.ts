import type { Sample } from '../../../support/judge.ts';
import { blocked, image, noted, opened, type Row } from '../row.ts';

/** A picture in a mail: no page asks for it. */
const inMail = (url: string): Sample => ({ url, type: 'image' });

export const PICTURES: readonly Row[] = [
  {
    what: 'B e-mail opens',
    hits: blocked(
      'gif',
      inMail('https://x.us1.list-manage.com/track/open.php?u=1&id=2&e=3'),
      inMail('https://mandrillapp.com/track/open.php?u=1&id=2'),
      inMail('https://u1.ct.sendgrid.net/wf/open?upn=abc'),
      inMail('https://links.shop.example/wf/open?upn=u001.abc'),
      inMail('https://email.mg.shop.example/o/eJwNyE0KwjAQ'),
      inMail('https://click.mail.shop.example/open.aspx?ffcb10-fec1-1'),
      inMail('https://abc.r.eu-west-1.awstrack.me/I0/0102018f/x=1'),
      inMail('https://track.shop.example/CI0/0102018f0a0b0c0d-1'),
      inMail('https://0abc.mjt.lu/oo/AEAAAA/img.gif'),
      inMail('https://pstmrk.it/open/abc'),
      inMail('https://x.hubspotlinks.com/Cto/abc'),
      inMail('https://go.shop.example/trk?t=1-abc-2'),
    ),
    passes: [
      opened('https://x.us1.list-manage.com/track/click?u=1&id=2&e=3'),
      inMail('https://email.mg.shop.example/img/logo.png'),
      inMail('https://shop.example/o/eJ'),
      inMail('https://mail.shop.example/open.aspx?file=7'),
      opened('https://links.shop.example/wf/open?upn=abc'),
    ],
  },
  {
    what: 'B generic 1x1: noted only',
    hits: noted(
      image('https://unknown.example/pixel.gif?a=1'),
      image('https://unknown.example/v1/track.gif?u=2&r=3'),
    ),
    passes: [
      image('https://shop.example/pixel.gif?a=1'),
      image('https://unknown.example/pixel.gif'),
      image('https://unknown.example/photos/track.jpg?w=200'),
    ],
  },
];
