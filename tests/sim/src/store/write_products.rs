//! Products and variations as they are written.

use serde_json::{Value, json};

use super::apply::unsupported;
use super::operation::{Operation, Outcome, Refusal, refuse};
use super::records::Product;
use super::shop::{DEFAULT_CATEGORY, Shop, list};
use super::slugs::slugged;

impl Shop {
    pub(super) fn apply_to_product(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        match operation.action() {
            "create" => self.create_product(operation),
            "update" => self.update_product(operation),
            "link" => self.existing(operation).map(|_| Outcome::Done(operation.id())),
            "sync" => self.sync(operation),
            "trash" | "restore" | "delete"
                if self.products.contains_key(&operation.id())
                    && self.is_stale(operation, operation.id()) =>
            {
                Ok(self.changed(operation, operation.id()))
            }
            "trash" => self.bin(operation),
            "restore" => self.unbin(operation),
            "delete" => {
                self.unlink_all(operation.id());
                self.remove(operation.id());
                self.writes += 1;
                Ok(Outcome::Done(operation.id()))
            }
            _ => Err(unsupported("Products", operation)),
        }
    }

    fn create_product(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        // A create that an interrupted run carried out already: the link says so.
        if let Some(link) = self.links.get(&operation.link_key())
            && self.products.contains_key(&link.id)
        {
            let same = link.target.as_deref() == operation.0["link"]["target"].as_str();
            return Ok(if same { Outcome::Done(link.id) } else { self.changed(operation, link.id) });
        }
        let kind = operation.kind();
        if !matches!(kind, "simple" | "variable" | "variation") {
            let message = format!("Items of the kind {kind} cannot be created.");
            return Err(refuse("unsupported", "", message, "Known are: simple, variable, variation."));
        }
        let blank = Product { kind: kind.into(), ..Product::default() };
        let mut product = self.copy_of(operation)?.unwrap_or(blank);
        if product.is_variation() {
            product.parent = self.parent(operation)?;
        }
        self.set_all(&mut product, operation)?;
        self.check_codes(&product, 0)?;
        let id = self.id();
        self.save(id, product);
        Ok(Outcome::Done(id))
    }

    fn update_product(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        let id = operation.id();
        let mut product = self.existing(operation)?.clone();
        if self.is_stale(operation, id) {
            return Ok(self.changed(operation, id));
        }
        let kind = operation.kind();
        if !kind.is_empty() && product.is_variation() != (kind == "variation") {
            let message =
                format!("The item #{id} is {} variation.", if product.is_variation() { "a" } else { "no" });
            return Err(refuse(
                "kind_mismatch",
                "",
                message,
                "Unlink the item, so that it is matched again.",
            ));
        }
        // The type of a product never changes, but for simple to variable and back.
        let becomes_simple = kind == "simple" && product.kind == "variable";
        let becomes_variable = kind == "variable" && product.kind == "simple";
        if becomes_simple || becomes_variable {
            product.kind = kind.into();
        }
        if kind == "variation"
            && !operation.0["parent"].is_null()
            && self.parent(operation)? != product.parent
        {
            let message = format!("The variation #{id} belongs to the product #{}.", product.parent);
            return Err(refuse(
                "parent_changed",
                "parent",
                message,
                "Delete the variation in the shop, or unlink it.",
            ));
        }
        let leaves_trash = product.status() == "trash" && operation.value("status").is_some();
        self.set_all(&mut product, operation)?;
        self.check_codes(&product, id)?;
        if leaves_trash {
            product.before_trash = None;
            self.restore_variations(id);
        }
        if product.is_variation() && operation.value("status").is_some() {
            product.before_trash = None;
        }
        if becomes_simple {
            // Nothing but UnoPim deletes a variation.
            for variation in self.products.values_mut().filter(|p| p.parent == id && p.status() == "publish")
            {
                disable(variation);
            }
        }
        if becomes_variable {
            self.enable_variations(id, operation);
        }
        self.save(id, product);
        Ok(Outcome::Done(id))
    }

    /// Variations that were disabled with their product come back as what they were, but for those that the operation names.
    fn enable_variations(&mut self, parent: u64, operation: Operation) {
        let stays = list(operation.0, "stay_disabled");
        let ours = self.products.iter().filter(|(_, p)| p.parent == parent && p.is_variation());
        let ids: Vec<u64> = ours.map(|(id, _)| *id).filter(|id| !stays.contains(&json!(id))).collect();
        for id in ids {
            let Some(variation) = self.products.get_mut(&id) else { continue };
            if let Some(status) = variation.before_trash.take() {
                variation.fields.insert("status".into(), json!(status));
            }
        }
    }

    /// What a variable product shows of its variations.
    fn sync(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        let id = operation.id();
        if self.existing(operation)?.kind != "variable" {
            let message = "Only a variable product can be synchronised with its variations.".into();
            return Err(refuse("kind_mismatch", "", message, "Run the pull again."));
        }
        let children = self.products.values().filter(|p| p.parent == id && p.status() != "trash");
        let statuses: Vec<Value> = children.map(|p| self.of_product(p, "stock_status")).collect();
        let best = ["instock", "onbackorder"].into_iter().find(|s| statuses.contains(&json!(s)));
        let Some(product) = self.products.get_mut(&id) else { return Ok(Outcome::Done(id)) };
        product.fields.remove("regular_price");
        product.fields.remove("sale_price");
        if !product.fields.contains_key("stock_quantity") {
            product.fields.insert("stock_status".into(), json!(best.unwrap_or("outofstock")));
        }
        Ok(Outcome::Done(id))
    }

    fn set_all(&self, product: &mut Product, operation: Operation) -> Result<(), Refusal> {
        // A quantity turns stock management on; who says otherwise, says it in particular.
        let (last, first): (Vec<_>, Vec<_>) =
            operation.written().partition(|(field, _)| *field == "manage_stock");
        let mut written = first.into_iter().chain(last);
        written.try_for_each(|(field, new)| self.set(product, field, new, operation.channel()))
    }

    /// Stores a product with what WooCommerce makes of it on every save.
    pub(super) fn save(&mut self, id: u64, mut product: Product) {
        self.settle_stock(&mut product);
        self.settle_slug(id, &mut product);
        let none = product.fields.get("categories").is_none_or(|c| c == &json!([]));
        if none && !product.is_variation() {
            product.fields.insert("categories".into(), json!([DEFAULT_CATEGORY]));
        }
        product.saves += 1;
        self.writes += 1;
        self.products.insert(id, product);
    }

    /// With managed stock the quantity decides; without, nothing is counted.
    fn settle_stock(&self, product: &mut Product) {
        if self.of_product(product, "manage_stock") != json!(true) {
            for field in ["stock_quantity", "backorders", "low_stock_amount"] {
                product.fields.remove(field);
            }
            return;
        }
        let quantity = product.fields.get("stock_quantity").and_then(Value::as_str).unwrap_or("0");
        let status = match self.of_product(product, "backorders") {
            _ if quantity.parse::<i64>().is_ok_and(|n| n > 0) => "instock",
            backorders if backorders == "no" => "outofstock",
            _ => "onbackorder",
        };
        product.fields.insert("stock_status".into(), json!(status));
    }

    /// `wp_insert_post`: a slug is made of the name, and made unique, once the product is more than a draft.
    fn settle_slug(&self, id: u64, product: &mut Product) {
        if product.is_variation() || matches!(product.status(), "draft" | "pending") {
            return;
        }
        let text = |field: &str| product.fields.get(field).and_then(Value::as_str).unwrap_or_default();
        let wanted = if text("slug").is_empty() { slugged(text("name")) } else { text("slug").to_owned() };
        let taken = |slug: &str| {
            let of = |p: &Product| p.fields.get("slug").and_then(Value::as_str) == Some(slug);
            self.products.iter().any(|(other, p)| *other != id && p.status() != "trash" && of(p))
        };
        let numbered = (2..).map(|n| format!("{wanted}-{n}"));
        let slug = std::iter::once(wanted.clone()).chain(numbered).find(|slug| !taken(slug));
        product.fields.insert("slug".into(), json!(slug));
    }

    /// A variation has no trash of its own: it is disabled.
    fn bin(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        let id = operation.id();
        let product = self.existing(operation)?;
        if product.status() == "trash" {
            return Ok(Outcome::Done(id));
        }
        let is_variation = product.is_variation();
        self.writes += 1;
        if !is_variation {
            self.put_in_trash(id);
        } else if let Some(variation) = self.products.get_mut(&id) {
            disable(variation);
        }
        Ok(Outcome::Done(id))
    }

    /// Out of the trash, a variable product with its variations.
    fn unbin(&mut self, operation: Operation) -> Result<Outcome, Refusal> {
        let id = operation.id();
        let mut product = self.existing(operation)?.clone();
        let was_trashed = product.status() == "trash";
        let Some(before) = product.before_trash.take() else { return Ok(Outcome::Done(id)) };
        product.fields.insert("status".into(), json!(before));
        if was_trashed {
            self.check_sku(&product, id)?;
            // WooCommerce takes away a GTIN that another item got meanwhile.
            if self.check_unique(&product, id, "gtin", "gtin_taken").is_err() {
                product.fields.remove("gtin");
            }
            self.restore_variations(id);
        }
        self.save(id, product);
        Ok(Outcome::Done(id))
    }

    fn existing(&self, operation: Operation) -> Result<&Product, Refusal> {
        let id = operation.id();
        let message = || format!("The shop has no product #{id} any more.");
        self.products
            .get(&id)
            .ok_or_else(|| refuse("gone", "", message(), "Unlink the product, or recreate it."))
    }

    fn parent(&self, operation: Operation) -> Result<u64, Refusal> {
        let id = self.resolved(&operation.0["parent"], operation.channel(), "parent")?;
        if self.products.get(&id).is_some_and(|p| p.kind == "variable") {
            return Ok(id);
        }
        let message = format!("The variable product #{id} of the variation does not exist.");
        Err(refuse(
            "parent_missing",
            "parent",
            message,
            "Variable products are written before their variations.",
        ))
    }

    fn check_codes(&self, product: &Product, id: u64) -> Result<(), Refusal> {
        self.check_unique(product, id, "gtin", "gtin_taken")?;
        self.check_sku(product, id)
    }

    fn check_sku(&self, product: &Product, id: u64) -> Result<(), Refusal> {
        self.check_unique(product, id, "sku", "sku_taken")
    }

    /// SKUs are unique, whatever their case, and GTINs; those in the trash do not count.
    fn check_unique(
        &self,
        product: &Product,
        id: u64,
        field: &str,
        code: &'static str,
    ) -> Result<(), Refusal> {
        let of = |p: &Product| p.fields.get(field).and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let own = of(product);
        let clashes = |(other, p): &(&u64, &Product)| **other != id && p.status() != "trash" && of(p) == own;
        match self.products.iter().find(clashes) {
            Some((holder, _)) if !own.is_empty() => {
                let message = format!("The {field} {own} is in use already, by item #{holder}.");
                Err(refuse(code, field, message, "Correct one of the two, or delete that item."))
            }
            _ => Ok(()),
        }
    }

    fn changed(&self, operation: Operation, id: u64) -> Outcome {
        let item = self.snapshot(operation.channel(), id, &operation.field_names());
        Outcome::Changed(item.unwrap_or_default())
    }
}

/// What was disabled before keeps what it was then.
fn disable(variation: &mut Product) {
    if variation.before_trash.is_none() || variation.status() != "private" {
        variation.before_trash = Some(variation.status().to_owned());
    }
    variation.fields.insert("status".into(), json!("private"));
}
