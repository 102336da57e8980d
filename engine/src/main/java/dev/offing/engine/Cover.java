package dev.offing.engine;

import java.util.List;

/**
 * That a deletion covers a block (MERGE-31).
 *
 * @param deletion the deletion
 * @param unseenPlaces winning places on the path from the block up to the deleted one that the deletion
 *     had not seen; empty where the block is not below the deleted one
 */
record Cover(Deletion deletion, List<PlaceWrite> unseenPlaces) {}
