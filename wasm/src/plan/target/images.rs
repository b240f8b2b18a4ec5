//! Which picture is the product's.

use super::scope::Scope;
use super::{RowTarget, Target, TargetContext};

impl<'c> TargetContext<'c> {
    /// The first picture of a gallery is the product's where no row says otherwise; a variation has no other.
    pub(super) fn take_first_image(&self, target: &mut Target<'c>, variation: bool, scope: &mut Scope) {
        let mapped = self.resolved.rows.iter().any(|row| row.target == RowTarget::Image);
        if variation {
            if let Some(mut gallery) = target.images.remove("gallery")
                && !target.images.contains_key("image")
            {
                gallery.truncate(1);
                target.images.insert("image".into(), gallery);
            }
        } else if !mapped
            && let Some(gallery) = target.images.get_mut("gallery")
            && !scope.leaves_out("image")
        {
            let rest = gallery.split_off(gallery.len().min(1));
            let first = std::mem::replace(gallery, rest);
            target.images.insert("image".into(), first);
        }
    }
}
