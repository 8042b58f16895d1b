/** What bots are for, as AWS names it in labels: `bot:category:search_engine`. */
export const categories = [
  'advertising',
  'ai',
  'archiver',
  'content_fetcher',
  'email_client',
  'http_library',
  'link_checker',
  'miscellaneous',
  'monitoring',
  'page_preview',
  'scraping_framework',
  'search_engine',
  'security',
  'seo',
  'social_media',
  'webhooks',
] as const;

export type Category = (typeof categories)[number];

/**
 * Bots that name themselves, one in a line: what stands in its User-Agent in lower case (or several, parted by `|`), its
 * organization, and the domains that the names of its addresses end with. The name of its label is made of the first.
 */
export const knownBots: Readonly<Record<Category, string>> = {
  search_engine: `
    googlebot; google; googlebot.com google.com
    googlebot-image; google; googlebot.com google.com
    googlebot-video; google; googlebot.com google.com
    googlebot-news; google; googlebot.com google.com
    googleother|google-inspectiontool|storebot-google; google; googlebot.com google.com
    bingbot; microsoft; search.msn.com
    msnbot|adidxbot|bingpreview; microsoft; search.msn.com
    slurp; yahoo; crawl.yahoo.net
    duckduckbot; duckduckgo
    baiduspider; baidu; crawl.baidu.com crawl.baidu.jp
    yandexbot|yandeximages|yandexmobilebot; yandex; yandex.ru yandex.net yandex.com
    applebot; apple; applebot.apple.com
    petalbot; huawei; petalsearch.com aspiegel.com
    sogou web spider|sogou; sogou; crawl.sogou.com
    360spider; qihoo
    seznambot; seznam; seznam.cz
    naverbot|yeti; naver; naver.com
    qwantify|qwantbot; qwant; qwant.com
    mojeekbot; mojeek; mojeek.com
    coccocbot; coc_coc; coccoc.com
    exabot; dassault
    bravebot; brave; search.brave.com`,
  advertising: `
    adsbot-google; google; googlebot.com google.com
    adsbot-google-mobile; google; googlebot.com google.com
    mediapartners-google; google; googlebot.com google.com
    adbeat_bot; adbeat
    criteobot; criteo; criteo.com
    amazonadbot; amazon; amazonadbot.amazon
    ias_crawler|ias-va; ias
    proximic; comscore
    grapeshotcrawler|grapeshot; oracle; grapeshot.co.uk`,
  ai: `
    gptbot; openai
    chatgpt-user; openai
    oai-searchbot; openai
    claudebot; anthropic
    claude-user|claude-searchbot; anthropic
    anthropic-ai|claude-web; anthropic
    perplexitybot|perplexity-user; perplexity
    google-cloudvertexbot; google; googlebot.com google.com
    ccbot; common_crawl; commoncrawl.org
    bytespider; bytedance
    amazonbot; amazon; amazonbot.amazon
    meta-externalagent|meta-externalfetcher; meta
    facebookbot; meta
    cohere-ai|cohere-training-data-crawler; cohere
    diffbot; diffbot
    omgili|omgilibot|webzio-extended; webz
    ai2bot; allen_institute
    youbot; you
    mistralai-user; mistral
    timpibot; timpi
    deepseekbot; deepseek
    pangubot; huawei
    imagesiftbot; hive`,
  archiver: `
    ia_archiver|archive.org_bot; internet_archive; archive.org
    heritrix; internet_archive
    wayback; internet_archive; archive.org
    arquivo-web-crawler; arquivo; arquivo.pt
    nicecrawler; nicecrawler`,
  content_fetcher: `
    feedfetcher-google|google-read-aloud; google; googlebot.com google.com
    feedly; feedly; feedly.com
    feedbin; feedbin
    flipboardproxy; flipboard; flipboard.com
    inoreader; inoreader; inoreader.com
    newsblur; newsblur
    tiny tiny rss|miniflux|freshrss
    apple-podcasts|itms; apple
    castbox|overcast|podcastaddict|pocket casts
    googleimageproxy; google; googlebot.com google.com`,
  email_client: `
    thunderbird; mozilla
    microsoft outlook|ms-office|outlook-ios; microsoft
    yahoomailproxy; yahoo; yahoo.net
    airmail|postbox|spark/`,
  http_library: `
    curl; curl
    wget; gnu
    python-requests
    python-urllib|urllib
    python-httpx|httpx
    aiohttp
    go-http-client
    okhttp
    apache-httpclient|apache-httpasyncclient
    java
    axios
    node-fetch|undici|got (
    libwww-perl|lwp::simple
    guzzlehttp|guzzle
    faraday|rest-client|http.rb
    ruby
    restsharp
    postmanruntime; postman
    insomnia; kong
    httpie
    dart|dio/
    reqwest|hyper
    winhttp|wininet; microsoft
    pycurl
    php-curl|php/
    powershell; microsoft
    jersey|unirest-java|resttemplate
    lua-resty-http
    axel|aria2
    cfnetwork; apple
    http_request|httpclient`,
  link_checker: `
    linkchecker
    w3c-checklink|w3c_validator|validator.nu; w3c; w3.org
    deadlinkchecker
    screaming frog link
    drlinkcheck
    lychee
    linkwalker`,
  miscellaneous: `
    google-safety|duplexweb-google|google-site-verification; google; googlebot.com google.com
    cloudflare-diagnostics|cloudflare-traffic-manager; cloudflare
    letsencrypt; isrg
    mastodon|pleroma|misskey|lemmy
    wordpress; automattic
    turnitin|turnitinbot; turnitin; turnitin.com
    dnyzbot|sitesucker|httrack`,
  monitoring: `
    uptimerobot; uptimerobot; uptimerobot.com
    pingdom; solarwinds; pingdom.com
    statuscake; statuscake; statuscake.com
    site24x7; zoho; site24x7.com
    datadog; datadog
    newrelicpinger|newrelic; newrelic
    betteruptime|better uptime|better stack; better_stack
    catchpoint; catchpoint
    gomezagent|dynatrace|ruxitsynthetic; dynatrace
    checkly/; checkly
    amazon-route53-health-check-service; amazon
    elb-healthchecker; amazon
    googlehc|google-cloud-monitoring|googlestackdrivermonitoring; google
    kube-probe
    nagios|check_http|zabbix|prometheus|blackbox exporter
    freshping; freshworks
    hetrixtools; hetrixtools
    chrome-lighthouse; google`,
  page_preview: `
    slackbot-linkexpanding|slack-imgproxy; slack
    telegrambot; telegram; ptr.telegram.org
    whatsapp; meta
    discordbot; discord
    skypeuripreview; microsoft
    viber; viber
    embedly; embedly
    iframely; iframely
    vkshare; vk
    redditbot; reddit
    google-pagerenderer; google; google.com`,
  scraping_framework: `
    scrapy
    colly
    puppeteer|playwright
    phantomjs|slimerjs|casperjs
    selenium|webdriver
    mechanize
    beautifulsoup
    newspaper/
    node-crawler|crawlee|apify
    nutch
    goutte|simplecrawler
    httrack
    zyte|scrapinghub
    scrapingbee|scraperapi`,
  security: `
    censysinspect; censys; censys-scanner.com
    shodan; shodan; shodan.io
    expanse|paloaltonetworks; palo_alto
    netcraftsurveyagent|netcraft; netcraft; netcraft.com
    internet-measurement|internetmeasurement; driftnet; internet-measurement.com
    detectify; detectify
    qualys; qualys
    nessus|tenable; tenable
    zgrab
    securitytrails|binaryedge|leakix|l9explore
    sucuri; sucuri`,
  seo: `
    ahrefsbot|ahrefssiteaudit; ahrefs; ahrefs.com ahrefs.net
    semrushbot|siteauditbot|splitsignalbot; semrush; semrush.com
    mj12bot; majestic
    dotbot|rogerbot; moz; moz.com
    dataforseobot; dataforseo; dataforseo.com
    serpstatbot; serpstat
    seokicks; seokicks
    blexbot|webmeup; webmeup; webmeup.com
    barkrowler; babbar; babbar.eu
    screaming frog seo spider; screaming_frog
    sistrix; sistrix
    seobilitybot; seobility
    linkdexbot; linkdex
    cognitiveseo|seolyt|megaindex`,
  social_media: `
    facebookexternalhit|facebookcatalog; meta
    twitterbot; x; twttr.com twitter.com
    linkedinbot; linkedin; linkedin.com
    pinterestbot; pinterest; pinterest.com
    tiktokspider; bytedance
    snap url preview; snap
    bluesky cardyb; bluesky
    vkrobot; vk; vk.com`,
  webhooks: `
    stripe; stripe; stripe.com
    github-hookshot; github
    gitlab; gitlab
    slackbot; slack
    paypal ipn; paypal; paypal.com
    shopify-captain-hook; shopify
    zapier; zapier
    twilioproxy|twilio; twilio
    sendgrid event api|sendgrid; twilio
    mailgun; sinch
    svix-webhooks|svix; svix
    hookdeck; hookdeck
    atlassian webhook; atlassian
    google-cloud-scheduler|google-cloud-tasks|apis-google; google; googlebot.com google.com`,
};
