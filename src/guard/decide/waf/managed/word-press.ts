import { holds, type Piece } from '../inspect/inspect.ts';
import { awsRule } from './aws-rule.ts';
import { type ManagedGroup, versionsTo } from './managed-group.ts';

// Arguments of WordPress and its plugins with which installations have been taken over, whole and in lower case.
const names: ReadonlySet<string> = new Set([
  'do-reset-wordpress',
  'wpmudev-hub',
  'um_request',
  'cpd_keywords',
  'gf_page',
]);
const values: Readonly<Record<string, ReadonlySet<string>>> = {
  action: new Set([
    'do-reset-wordpress',
    'revslider_show_image',
    'revslider_ajax_action',
    'duplicator_download',
    'duplicator_package_delete',
    'kiwi_social_share_get_option',
    'wp_file_manager_upload',
    'mk_file_folder_manager',
    'upload_bg_image',
    'wpgdprc_process_action',
    'wp_abspath',
    'cp_add_subscriber',
    'thim_update_theme_mods',
    'nm_personalizedproduct_upload_file',
    'getcountryuser',
    'ave_publishpost',
    'download-attachment',
    'wpdm_ajax_call',
    'jupiterx_api_ajax_save_settings',
    'dnd_codedropz_upload',
    'wooco_upload',
  ]),
  gf_page: new Set(['upload']),
};

const commands = ({ where, name, text }: Piece): boolean => {
  if (where === 'query-name') return names.has(text.toLowerCase()) && text.toLowerCase() !== 'gf_page';
  if (where !== 'query') return false;
  const lower = text.toLowerCase();
  // `?author=1`: the names of users, one after the other.
  if (name === 'author') return /^\d{1,6}$/.test(text);
  if (name === 'rest_route') return /^\/?wp\/v2\/users\b/.test(lower);
  return values[name.toLowerCase()]?.has(lower) === true || names.has(lower);
};

const files =
  /\/(?:xmlrpc\.php|wp-config(?:[-.]sample)?\.php[\w.~-]*|wp-config\.(?:bak|old|txt|orig|save)|wp-admin\/(?:install|setup-config|upgrade|maint\/repair)\.php|wp-trackback\.php|wp-links-opml\.php|wp-content\/debug\.log|timthumb\.php|wp-content\/(?:uploads|upgrade|cache)\/.*\.ph(?:p\d?|tml)|wp-content\/plugins\/.*(?:connector\.minimal\.php|elfinder\.html|upload\.php|uploadify\.php|revslider\/temp.*|download\.php|filemanager\/.*\.php)|wp-includes\/.*\.php|wp-json\/wp\/v2\/users)(?=$|[/;?])/i;

const rules = [
  awsRule({
    name: 'WordPressExploitableCommands_QUERYSTRING',
    fidelity: 'approximated',
    about:
      'Arguments that weak versions of WordPress and its plugins obey: `do-reset-wordpress`, `?author=1`.',
    compile: (given) =>
      holds(given, {
        places: ['query'],
        asked: 'is a command that weak versions of WordPress obey',
        test: commands,
      }),
  }),
  awsRule({
    name: 'WordPressExploitablePaths_URIPATH',
    fidelity: 'approximated',
    about:
      'Files of WordPress by which it is attacked: `xmlrpc.php`, `wp-config.php`, scripts among the uploads.',
    compile: (given) =>
      holds(given, {
        places: ['path'],
        asked: 'is a file of WordPress by which it is attacked',
        test: ({ text, where }) => where === 'path' && text.length < 2_048 && files.test(text),
      }),
  }),
];

/** What WordPress is attacked by. */
export const wordPress: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesWordPressRuleSet',
  description: 'Commands and files by which WordPress is attacked.',
  capacity: 100,
  labelNamespace: 'awswaf:managed:aws:wordpress-app:',
  versions: versionsTo(1, 3),
  rules: () => rules,
});
