import { isLetter } from '../text/characters.ts';

/** Packages of Java whose classes do harm when a deserializer makes them, with their dot. */
const packages = [
  'com.sun.rowset.',
  'com.sun.org.apache.xalan.',
  'com.sun.org.apache.bcel.',
  'com.sun.jndi.',
  'com.sun.corba.',
  'com.mchange.v2.c3p0.',
  'com.zaxxer.hikari.',
  'com.caucho.',
  'com.newrelic.agent.',
  'com.nqadmin.rowset.',
  'com.ibatis.sqlmap.',
  'com.p6spy.',
  'bsh.',
  'br.com.anteros.',
  'ch.qos.logback.core.db.',
  'ch.qos.logback.core.jndi.',
  'clojure.',
  'groovy.util.Expando',
  'java.beans.',
  'java.lang.AutoCloseable',
  'java.lang.Class',
  'java.lang.Process',
  'java.lang.Runtime',
  'java.lang.Thread',
  'java.net.Inet',
  'java.net.URL',
  'java.rmi.',
  'java.util.logging.FileHandler',
  'java.util.ServiceLoader',
  'javax.imageio.',
  'javax.management.',
  'javax.naming.',
  'javax.script.',
  'javax.swing.JEditorPane',
  'javax.xml.transform.Templates',
  'org.aoju.bus.proxy.',
  'org.apache.activemq.',
  'org.apache.axis2.',
  'org.apache.bcel.',
  'org.apache.catalina.',
  'org.apache.cocoon.',
  'org.apache.commons.beanutils.',
  'org.apache.commons.collections.',
  'org.apache.commons.collections4.',
  'org.apache.commons.configuration.Jndi',
  'org.apache.commons.configuration.JNDI',
  'org.apache.commons.configuration2.Jndi',
  'org.apache.commons.configuration2.JNDI',
  'org.apache.commons.dbcp',
  'org.apache.commons.fileupload.disk.',
  'org.apache.commons.jelly.',
  'org.apache.commons.proxy.',
  'org.apache.cxf.jaxrs.provider.',
  'org.apache.hadoop.shaded.com.zaxxer.',
  'org.apache.ibatis.',
  'org.apache.ignite.cache.jta.',
  'org.apache.log4j.',
  'org.apache.openjpa.ee.',
  'org.apache.shiro.jndi.',
  'org.apache.shiro.realm.jndi.',
  'org.apache.tomcat.dbcp.',
  'org.apache.wicket.util.upload.',
  'org.apache.xalan.',
  'org.apache.xbean.',
  'org.codehaus.groovy.runtime.',
  'org.datanucleus.',
  'org.hibernate.jmx.',
  'org.jboss.util.propertyeditor.',
  'org.jdom.transform.',
  'org.mozilla.javascript.',
  'org.quartz.utils.',
  'org.springframework.aop.',
  'org.springframework.beans.factory.',
  'org.springframework.context.support.',
  'org.springframework.jndi.',
  'org.springframework.transaction.jta.',
  'jdk.internal.',
  'jdk.nashorn.',
  'oracle.jdbc.rowset.',
  'sun.rmi.',
  'sun.print.',
  'sun.swing.SwingLazyValue',
];

const first = new Map<string, string[]>();
for (const one of packages) {
  const root = one.slice(0, one.indexOf('.'));
  first.set(root, [...(first.get(root) ?? []), one]);
}

/** `System.…` and `Microsoft.…` beside the first parts of Java's. */
const roots = new Set([...first.keys(), 'System', 'Microsoft']);
const longestRoot = Math.max(...[...roots].map((root) => root.length));

/** False for a text in which no part before a dot begins such a name; without escapes it begins in no other way. */
export function mayNameGadget(text: string): boolean {
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
    let from = dot;
    while (dot - from < longestRoot && isLetter(text.charCodeAt(from - 1))) from--;
    // `Ljava.lang.…`
    while (text.charCodeAt(from) === 76) from++;
    if (dot - from > 1 && roots.has(text.slice(from, dot))) return true;
  }
  return false;
}

/** True for the name of a Java class that deserializers are tricked with, also in the forms `Lname;` and `[name`. */
export function isGadget(name: string): boolean {
  let at = 0;
  while (name.charCodeAt(at) === 91) at++;
  if (name.charCodeAt(at) === 76 && name.endsWith(';')) {
    while (name.charCodeAt(at) === 76) at++;
  }
  const plain = at === 0 ? name : name.slice(at);
  const dot = plain.indexOf('.');
  if (dot < 2) return false;
  const known = first.get(plain.slice(0, dot));
  return known?.some((one) => plain.startsWith(one)) === true;
}

/** Types of .NET that run code, load files or open sockets when a deserializer makes them. */
export const isNetGadget = (name: string): boolean =>
  /^System\.(Windows\.Data\.ObjectDataProvider|Diagnostics\.Process|Configuration\.Install|IO\.(File|Directory)|Security\.(Principal|Claims)|Management\.Automation|Activities|Data\.Services|Windows\.ResourceDictionary|Windows\.Markup|Web\.UI\.LosFormatter|Runtime\.Serialization\.Formatters|CodeDom|Workflow|Drawing\.Design|Data\.DataSet|Windows\.Forms\.BindingSource)|^Microsoft\.(VisualStudio\.Text\.Formatting|Exchange|Build\.Tasks)/.test(
    name,
  );
