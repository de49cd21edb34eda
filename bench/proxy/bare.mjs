// http-mitm-proxy as it comes, with the one option that its own documentation
// asks for: keepAlive. Names are sent to loopback as the other subjects do it.
import { Proxy as MitmProxy } from 'http-mitm-proxy';

const [folder] = process.argv.slice(2);
const proxy = new MitmProxy();
proxy.onError(() => undefined);
proxy.onRequest((context, callback) => {
  const name = context.clientToProxyRequest.headers.host.replace(/:\d+$/, '');
  const options = context.proxyToServerRequestOptions;
  options.host = '127.0.0.1';
  options.servername = name;
  callback();
});
proxy.listen({ host: '127.0.0.1', port: 0, keepAlive: true, sslCaDir: folder }, (error) => {
  if (error) throw error;
  console.log(`listening ${proxy.httpPort}`);
});
