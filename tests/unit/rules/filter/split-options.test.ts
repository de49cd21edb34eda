import { expect, test } from 'vitest';
import { splitFilter, splitOutsideRegex } from '../../../../src/rules/filter/split-options.ts';

test.each([
  ['||a.b^', '||a.b^', []],
  ['||a.b^$script,image', '||a.b^', ['script', 'image']],
  ['||a.b/$x/y$script', '||a.b/$x/y', ['script']],
  ['||a.b/price$', '||a.b/price$', []],
  ['||a.b/$image/x.js', '||a.b/$image/x.js', []],
  ['||a.b^$scirpt', '||a.b^', ['scirpt']],
  ['$removeparam=x', '', ['removeparam=x']],
  ['/a$/', '/a$/', []],
  ['/a$/$script', '/a$/', ['script']],
  ['/a$b/$domain=x.y', '/a$b/', ['domain=x.y']],
  ['/path/x$script', '/path/x', ['script']],
  ['$removeparam=/^a$/,domain=/b$/|c.d', '', ['removeparam=/^a$/', 'domain=/b$/|c.d']],
  ['$removeparam=/a{2,3}/i,script', '', ['removeparam=/a{2,3}/i', 'script']],
  ['$removeparam=/a\\,b/', '', ['removeparam=/a\\,b/']],
  ['$domain=a.b,_____,script', '', ['domain=a.b', '_____', 'script']],
  ['||a.b^$replace=/a,b/c, d/g,script', '||a.b^', ['replace=/a,b/c, d/g', 'script']],
  ['||a.b^$script,replace=/a,b/c/', '||a.b^', ['script', 'replace=/a,b/c/']],
  ['||a.b^$replace=/a\\/,b/c/', '||a.b^', ['replace=/a\\/,b/c/']],
  ["||a.b^$replace='/^/x=1,y/',script", '||a.b^', ["replace='/^/x=1,y/'", 'script']],
  ['||a.b^$replace=/a,b', '||a.b^', ['replace=/a', 'b']],
  ['||a.b^$replace,script', '||a.b^', ['replace', 'script']],
  ['$uritransform=/a,b/c/|pct,script', '', ['uritransform=/a,b/c/|pct', 'script']],
  ['$urltransform=/a,b/c/|/d,e/f/,script', '', ['urltransform=/a,b/c/|/d,e/f/', 'script']],
  ['$urlskip=/x{0,2}(.+)/ -base64 +https,doc', '', ['urlskip=/x{0,2}(.+)/ -base64 +https', 'doc']],
  ['$urlskip=?url -base64,doc', '', ['urlskip=?url -base64', 'doc']],
  ['*$header=etag:/^W\\/"a{1,2}"$/,script', '*', ['header=etag:/^W\\/"a{1,2}"$/', 'script']],
  ['*$header=x:~/a,b/i,3p', '*', ['header=x:~/a,b/i', '3p']],
  ['*$responseheader=x:/a,b/,3p', '*', ['responseheader=x:/a,b/', '3p']],
  ['*$header=link:http://a/,b/', '*', ['header=link:http://a/', 'b/']],
  [`*$device="a,b"|~'c,d',3p`, '*', [`device="a,b"|~'c,d'`, '3p']],
  ['*$device=a\\,b,3p', '*', ['device=a\\,b', '3p']],
  ['*$client="a,3p', '*', ['client="a', '3p']],
  [`*$device=it's,group=kids'`, '*', [`device=it's`, `group=kids'`]],
  ['*$csp="a,b",3p', '*', ['csp="a', 'b"', '3p']],
  ['$csp=a b; c d,script', '', ['csp=a b; c d', 'script']],
  ['$permissions=a=()\\,b=(),script', '', ['permissions=a=()\\,b=()', 'script']],
])('%s', (text, pattern, options) => {
  expect(splitFilter(text)).toEqual({ pattern, options });
});

test.each([
  ['a|b', ['a', 'b']],
  ['/a|b/|c', ['/a|b/', 'c']],
  ['~/a|b/|c', ['~/a|b/', 'c']],
  ['a/b|c', ['a/b', 'c']],
  ['/a|b', ['/a', 'b']],
  ['', ['']],
])('%s at each |', (text, parts) => {
  expect(splitOutsideRegex(text, '|')).toEqual(parts);
});
