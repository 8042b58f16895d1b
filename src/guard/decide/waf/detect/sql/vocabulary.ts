import { F, K, O } from './token.ts';

/** Keywords of all dialects, by kind of token; a line each, words apart by blanks. */
export const keywords: readonly (readonly [kind: number, words: string])[] = [
  [K.LOGIC, 'and or xor'],
  [K.NOT, 'not'],
  [K.TRUTH, 'true false'],
  [K.NULL, 'null'],
  [K.LIKE, 'like ilike rlike regexp regexp_like glob match overlaps'],
  [K.IN, 'in'],
  [K.BETWEEN, 'between'],
  [K.IS, 'is isnull notnull'],
  [K.PAIR, 'sounds similar member'],
  [K.ESCAPE, 'escape'],
  [K.ARITHMETIC, 'div mod'],
  [K.UNION, 'union intersect except minus'],
  [K.SELECT, 'select'],
  [K.ALL, 'all distinct distinctrow sql_no_cache sql_calc_found_rows straight_join'],
  [K.ANY, 'any some'],
  [K.EXISTS, 'exists'],
  [K.CASE, 'case'],
  [K.WHEN, 'when'],
  [K.THEN, 'then'],
  [K.ELSE, 'else'],
  [K.FINISH, 'end'],
  [K.FROM, 'from'],
  [K.WHERE, 'where'],
  [K.GROUP, 'group'],
  [K.ORDER, 'order'],
  [K.BY, 'by'],
  [K.HAVING, 'having'],
  [K.LIMIT, 'limit offset fetch'],
  [K.INTO, 'into'],
  [K.PROCEDURE, 'procedure'],
  [K.FOR, 'for'],
  [K.JOIN, 'join inner left right full cross natural outer'],
  [K.ON, 'on'],
  [K.USING, 'using'],
  [K.AS, 'as'],
  [K.SORT, 'asc desc'],
  [K.VALUES, 'values'],
  [K.WITH, 'with'],
  [K.SET, 'set'],
  [K.COLLATE, 'collate'],
  [K.INTERVAL, 'interval'],
  [K.UNARY, 'binary prior'],
  [
    K.NILADIC,
    'current_user session_user system_user current_date current_time current_timestamp localtime ' +
      'localtimestamp current_catalog current_schema sysdate systimestamp',
  ],
  [
    K.VERB,
    'insert update delete drop create alter truncate exec execute call declare waitfor shutdown merge replace ' +
      'grant revoke load copy attach detach begin commit rollback prepare deallocate do handler pragma vacuum ' +
      'show describe explain use print kill backup restore reconfigure dbcc bulk rename lock flush if go ' +
      'savepoint analyze install runscript',
  ],
];

/** Functions of all dialects, by what an attack wants of them. */
export const functions: readonly (readonly [use: number, words: string])[] = [
  [F.TIME, 'sleep benchmark pg_sleep pg_sleep_for pg_sleep_until randomblob zeroblob get_lock sleepeachrow'],
  [
    F.RUN,
    'xp_cmdshell xp_regread xp_regwrite xp_dirtree xp_fileexist xp_subdirs xp_availablemedia xp_loginconfig ' +
      'xp_enumdsn xp_ntsec_enumdomains xp_makecab xp_terminate_process xp_startmail xp_sendmail sp_executesql ' +
      'sp_oacreate sp_oamethod sp_configure sp_addextendedproc sp_makewebtask sp_password sp_addlogin ' +
      'sp_addsrvrolemember sp_execute_external_script sys_eval sys_exec load_extension query_to_xml ' +
      'database_to_xml table_to_xml query_to_xml_and_xmlschema dblink_exec eval_js',
  ],
  [
    F.FILE,
    'load_file pg_read_file pg_read_binary_file pg_ls_dir pg_stat_file lo_import lo_export lo_get lo_from_bytea ' +
      'bfilename openrowset opendatasource openquery readfile writefile edit fts3_tokenizer',
  ],
  [F.NET, 'dblink dblink_connect dblink_send_query httpuritype sys_context_net'],
  [
    F.ERROR,
    'extractvalue updatexml gtid_subset gtid_subtract st_latfromgeohash st_longfromgeohash st_pointfromgeohash ' +
      'ordsys name_const geometrycollection multipoint multipolygon multilinestring multicurve xmltype ' +
      'json_keys_error raise_application_error',
  ],
  [
    F.ABOUT,
    'version user database schema current_user session_user system_user current_catalog current_schema user_name suser_name suser_sname db_name ' +
      'host_name object_name object_id col_name current_database current_setting current_query inet_server_addr ' +
      'inet_server_port pg_backend_pid pg_client_encoding has_table_privilege getpgusername serverproperty ' +
      'databasepropertyex is_srvrolemember is_member has_dbaccess sqlite_version sqlite_source_id connection_id ' +
      'last_insert_id row_count found_rows sys_context userenv ora_database_name uuid_short permissions ' +
      'fn_virtualfilestats current_schemas pg_postmaster_start_time',
  ],
  [
    F.TEXT,
    'char nchar chr ascii ord substr substring mid concat concat_ws group_concat string_agg listagg wm_concat array_to_string array_agg hex unhex ' +
      'bin oct conv convert cast try_cast to_char to_number to_date to_base64 from_base64 encode decode_hex ' +
      'left right lower upper lcase ucase ltrim rtrim trim lpad rpad replace reverse repeat replicate space stuff ' +
      'insert position locate instr charindex patindex strcmp length len datalength octet_length char_length ' +
      'character_length bit_length bit_count quote quote_literal quote_ident md5 sha sha1 sha2 crc32 password ' +
      'old_password hashbytes compress uncompress aes_encrypt aes_decrypt elt field find_in_set make_set ' +
      'export_set format soundex difference unicode quotename str parsename xmlconcat xmlelement rawtohex ' +
      'utl_raw strpos split_part translate initcap regexp_substr regexp_replace regexp_instr regexp_count ' +
      'substring_index hextoraw stddev json_extract json_length json_keys json_array json_object json_value ' +
      'json_query json_contains json_search json_type json_valid json_depth json_unquote json_overlaps ' +
      'json_array_length jsonb_array_length json_arrayagg json_objectagg json_build_object jsonb_path_exists ' +
      'jsonb_exists json_each json_tree row_to_json to_json isjson openjson likelihood likely unlikely printf ' +
      'starts_with overlay get_byte set_byte json_agg jsonb_agg to_jsonb quote_nullable string_to_array regexp_match ' +
      'regexp_matches regexp_split_to_array array_length array_position to_tsvector to_tsquery plainto_tsquery int4range ' +
      'int8range tsrange daterange xpath xpath_exists xmlparse xmlserialize pg_typeof convert_from convert_to',
  ],
  [F.FLOW, 'if iif ifnull nullif nvl nvl2 coalesce decode choose isnull greatest least interval case'],
  [
    F.PLAIN,
    'count sum avg min max abs ceil ceiling floor round rand random exp pow power sqrt log ln mod sign pi sin cos ' +
      'tan now curdate curtime sysdate getdate unix_timestamp from_unixtime date time year month day hour minute ' +
      'second date_add date_sub datediff dateadd datepart row array exists any some all in like glob match ' +
      'generate_series unnest values row_number rank over timestamp inet_aton inet6_aton uuid newid nextval lastval ' +
      'extract not is rlike regexp regexp_like between binary and or xor div polygon linestring point numrange',
  ],
];

/** Names that a dialect gives a meaning. */
export const objects: readonly (readonly [use: number, words: string])[] = [
  [
    O.CATALOGUE,
    'information_schema sysobjects syscolumns sysdatabases sysusers syslogins sysxlogins sysprocesses ' +
      'pg_catalog pg_user pg_shadow pg_database pg_tables pg_class pg_attribute pg_namespace pg_authid pg_roles ' +
      'pg_proc pg_stat_activity pg_settings pg_largeobject pg_file_settings ' +
      'sqlite_master sqlite_schema sqlite_temp_master all_tables all_tab_columns all_users all_tab_cols ' +
      'all_objects all_views user_tables user_tab_columns user_objects dba_users dba_tables dba_tab_columns ' +
      'v$version v$database v$instance v$session v$parameter v$sql session_privs role_tab_privs ' +
      'user_role_privs msysobjects msysaccessobjects msysaces innodb_table_stats innodb_index_stats ' +
      'table_schema table_name column_name schema_name schemata xp_cmdshell sysibm syscat systables ' +
      'rdb$relations rdb$database rdb$fields',
  ],
  [O.SCHEMA, 'mysql sys master msdb tempdb dbo pg_catalog public model performance_schema'],
  [
    O.PACKAGE,
    'dbms_pipe dbms_lock dbms_session dbms_ldap dbms_java dbms_xslprocessor dbms_xmlgen dbms_xmlquery dbms_scheduler ' +
      'dbms_job dbms_sql dbms_export_extension dbms_assert dbms_utility dbms_random dbms_cdc_publish utl_http ' +
      'utl_inaddr utl_tcp utl_smtp utl_file utl_url httpuritype ctxsys ordsys sys_eval syscs_util',
  ],
  [O.PLAIN, 'dual'],
];
