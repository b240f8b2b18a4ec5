//! Everything a UnoPim installation holds.

use std::collections::{BTreeMap, BTreeSet};

use super::auth::accounts::Accounts;
use super::cache::PageCache;
use super::media::store::MediaStore;
use super::products::table::Products;
use super::records::{
    AssociationType, Attribute, Category, Channel, Currency, Family, Group, Locale, MeasurementFamily,
    Product,
};
use super::table::Table;
use super::version::Version;

/// What the environment file of the server would say.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `APP_URL`: the host that links carry, and with [`Settings::checks_host`] the only one accepted.
    pub app_url: String,
    pub checks_host: bool,
    pub debug: bool,
    /// `APP_LOCALE`: language of messages and currency names, and the default locale of categories.
    pub app_locale: String,
    pub access_token_seconds: u64,
    pub refresh_token_seconds: u64,
    pub throttle: bool,
    /// `APP_TIMEZONE` as minutes east of UTC: the date filters of 3.0 compare in this zone.
    pub zone_minutes: i64,
    /// PHP's `upload_max_filesize` in bytes.
    pub upload_max_bytes: usize,
    /// PHP's `max_file_uploads`.
    pub upload_max_files: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            app_url: "http://127.0.0.1:8071".to_owned(),
            checks_host: false,
            debug: false,
            app_locale: "en_US".to_owned(),
            access_token_seconds: 3600,
            refresh_token_seconds: 3600,
            throttle: true,
            zone_minutes: 0,
            upload_max_bytes: 2 * 1024 * 1024,
            upload_max_files: 20,
        }
    }
}

#[derive(Clone, Debug)]
pub struct State {
    pub version: Version,
    pub settings: Settings,
    pub accounts: Accounts,
    pub locales: Table<Locale>,
    pub channels: Table<Channel>,
    pub currencies: Table<Currency>,
    pub categories: Table<Category>,
    pub category_fields: Table<Attribute>,
    pub attributes: Table<Attribute>,
    pub groups: Table<Group>,
    pub families: Table<Family>,
    pub products: Products,
    pub association_types: Table<AssociationType>,
    pub measurements: Table<MeasurementFamily>,
    pub media: MediaStore,
    /// Paths of the DAM extension's assets; nothing where it is not installed.
    pub dam: Option<BTreeMap<u64, String>>,
    /// Attributes that count for completeness, by family code.
    pub completeness: BTreeMap<String, Vec<String>>,
    /// Products whose row breaks every page that holds it.
    pub poisoned: BTreeSet<String>,
    pub(super) cache: PageCache,
    next_option: u64,
}

impl State {
    /// An empty installation.
    pub fn new(version: Version) -> Self {
        State {
            version,
            settings: Settings::default(),
            accounts: Accounts::default(),
            locales: Table::default(),
            channels: Table::default(),
            currencies: Table::default(),
            categories: Table::default(),
            category_fields: Table::default(),
            attributes: Table::default(),
            groups: Table::default(),
            families: Table::default(),
            products: Products::default(),
            association_types: Table::default(),
            measurements: Table::default(),
            media: MediaStore::default(),
            dam: None,
            completeness: BTreeMap::new(),
            poisoned: BTreeSet::new(),
            cache: PageCache::default(),
            next_option: 1,
        }
    }

    pub fn next_option_id(&mut self) -> u64 {
        let id = self.next_option;
        self.next_option += 1;
        id
    }

    /// Must follow every change that does not come through a request: answers kept for reuse are dropped.
    pub fn touch(&mut self) {
        self.cache.clear();
    }

    pub fn is_active_locale(&self, code: &str) -> bool {
        self.locales.get(code).is_some_and(|locale| locale.enabled)
    }

    pub fn is_channel_root(&self, category: &str) -> bool {
        self.channels.rows().any(|channel| channel.root_category == category)
    }

    pub fn product(&self, sku: &str) -> Option<&Product> {
        self.products.get(sku)
    }
}
