package dev.offing.reference;

import org.junit.jupiter.api.Test;

/**
 * Histories in which the fuzz once found the engine or a rule wrong, shrunk. Each must keep all laws of {@link FuzzRun}.
 * A list that grows: it is long because each history stands under the name of what went wrong, and nothing else does.
 */
class FoundHistoriesTest {

    @Test
    void movesThatArriveOutOfOrderArePlacedAmongSiblingsThatMovedToo() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 4 0 0 0 0
                MOVE 1 1 0 1 0
                MOVE 4 0 1 1 0
                """);
    }

    @Test
    void textErasedWhileItsBlockIsJoinedElsewhereDoesNotComeBack() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 1 0 0 0
                PULL 1 0 0 0 0
                DELETE_TEXT 0 1 1 0 0
                MOVE 0 1 0 0 0
                JOIN 1 1 0 0 0
                """);
    }

    @Test
    void wordsTypedIntoABlockThatIsDeletedMeanwhileShowWithTheSurvivor() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                PULL 1 0 0 0 0
                INSERT 1 0 0 0 0
                DELETE_BLOCK 0 0 0 0 0
                """);
    }

    @Test
    void aTextJoinedThroughABlockThatWasHiddenThenIsRestoredWhole() {
        play("""
                3 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 1 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW_COLUMN 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                NEW_COLUMN 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 2 0 0 0 0
                UNDO 0 0 0 0 0
                REDO 0 0 0 0 0
                INSERT 0 0 0 0 0
                INSERT 2 0 0 0 0
                JOIN 2 1 0 0 0
                INSERT_MARKED 0 858 0 1 0
                NEW 0 0 0 0 0
                SPLIT 2 0 0 0 0
                JOIN 2 1 0 0 0
                NEW_ROW 0 0 0 0 0
                NEW 2 0 0 1 0
                INSERT_MARKED 1 0 0 0 0
                PROPERTY 2 0 0 0 0
                INSERT 1 0 0 0 0
                PROPERTY 2 0 0 0 3
                INSERT 1 0 0 0 0
                INSERT 1 0 0 0 0
                SPLIT 0 2 0 0 0
                SPLIT 1 0 0 0 0
                INSERT 2 1 0 0 0
                JOIN 0 3 0 1 0
                SPLIT 2 1 0 0 0
                PROPERTY 2 0 0 0 0
                MOVE 2 1 0 3 0
                INSERT 1 0 0 0 0
                INSERT 0 0 0 0 0
                TYPE_ON 2 0 0 0 0
                TYPE_ON 2 0 0 0 0
                TYPE_ON 2 0 0 0 0
                NEW 0 0 0 0 0
                PULL 1 2 0 0 0
                MOVE 0 0 0 0 0
                INSERT 0 0 0 0 0
                DELETE_BLOCK 2 0 0 0 0
                UNDO 1 0 0 0 0
                NEW 2 0 0 0 0
                SPLIT 0 0 0 0 0
                SPLIT 2 0 0 0 0
                UNDO 0 0 0 0 0
                REDO 0 0 0 0 0
                UNDO 1 0 0 0 0
                REDO 1 0 0 0 0
                TYPE_ON 2 0 0 0 0
                TYPE_ON 2 0 0 0 0
                NEW 2 0 0 0 0
                INSERT 1 0 0 0 0
                PULL 2 0 0 0 0
                UNDO 0 0 0 0 0
                REDO 0 0 0 0 0
                MARK 1 0 0 1 0
                SPLIT 0 0 0 0 0
                INSERT 2 0 0 0 0
                INSERT 1 0 0 0 0
                INSERT 0 0 0 0 0
                RESTORE_VERSION 1 2 0 0 0
                INSERT 0 0 0 0 0
                NEW 2 0 0 0 0
                INSERT 0 0 0 0 0
                PULL 0 2 0 0 0
                PULL 0 1 0 0 0
                RESTORE_VERSION 0 67 0 0 0
                """);
    }

    @Test
    void wordsInACellKeepTheTable() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW_COLUMN 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                PULL 3 0 0 0 0
                INSERT 3 2 0 0 0
                DELETE_BLOCK 0 0 0 0 0
                """);
    }

    @Test
    void enterAtTheEndOfAJoinedSurvivorMakesABlockThatStays() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 4 0 0 0 0
                INSERT 0 3 0 0 0
                DELIVER 4 0 0 0 0
                DELETE_BLOCK 1 3 0 0 0
                JOIN 4 3 0 1 0
                DELIVER 4 0 0 0 0
                SPLIT 4 2 1 0 0
                """);
    }

    @Test
    void followersOfTwoJoinedTextsKeepTheirOrderAroundANewBlock() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                MOVE 0 3 2 1 0
                SPLIT 0 3 0 0 0
                JOIN 0 2 0 1 0
                SPLIT 0 2 0 0 0
                NEW 0 3 0 3 0
                """);
    }

    @Test
    void aPinDoesNotBringAHiddenHalfBack() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 2 0 0 0 0
                PULL 4 0 0 0 0
                NEW 2 3 0 3 0
                NEW 2 1 0 1 0
                DELETE_BLOCK 4 3 0 0 0
                MOVE 1 3 0 1 0
                SPLIT 2 562 0 0 0
                SPLIT 1 1 0 0 0
                JOIN 2 174 0 1 0
                PULL 2 1 0 0 0
                PULL 2 784 0 0 0
                SPLIT 2 1 0 0 0
                """);
    }

    @Test
    void aSplitDoesNotBringHiddenJoinedTextBack() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                PULL 3 0 0 0 0
                PULL 4 0 0 0 0
                JOIN 4 1 0 0 0
                SPLIT 3 0 0 0 0
                JOIN 3 3 0 0 0
                PULL 1 3 0 0 0
                INSERT 1 0 0 0 0
                JOIN 1 1 0 0 0
                INSERT 4 0 0 0 0
                JOIN 1 2 0 1 0
                DELETE_BLOCK 1 1 0 0 0
                INSERT 3 2 0 0 0
                PULL 4 1 0 0 0
                SPLIT 4 0 0 0 0
                SPLIT 4 0 0 0 0
                PULL 4 3 0 0 0
                SPLIT 4 2 5 0 0
                """);
    }

    @Test
    void deletingTheLastUnseenWordOfAJoinedSurvivorLeavesTheSeenOnes() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 3 0
                INSERT 0 1 0 0 0
                PULL 2 0 0 0 0
                PULL 4 0 0 0 0
                MOVE 0 0 1 1 0
                DELIVER 2 0 0 0 0
                INSERT 2 0 0 0 0
                DELETE_BLOCK 4 1 0 0 0
                PULL 0 609 0 0 0
                SPLIT 0 0 0 0 0
                PULL 0 2 0 0 0
                JOIN 0 0 1 0 0
                DELETE_TEXT 0 0 0 1 0
                """);
    }

    @Test
    void aHiddenHalfStaysHiddenWhenTheHalfBeforeItIsJoinedAway() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                PULL 2 0 0 0 0
                PULL 3 0 0 0 0
                INSERT 0 1 0 0 0
                DELETE_BLOCK 3 1 0 0 0
                DELIVER 3 0 0 0 0
                JOIN 3 1 0 0 0
                SPLIT 2 1 0 0 0
                SPLIT 3 0 1 0 0
                PULL 2 3 0 0 0
                JOIN 2 0 1 0 0
                """);
    }

    @Test
    void aDeletionReachesPastHalvesThatWereMovedAwayInItsKnowledge() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 1 0
                PULL 1 0 0 0 0
                PULL 2 0 0 0 0
                DELETE_BLOCK 2 2 0 0 0
                INSERT 2 1 0 0 0
                INSERT 1 1 0 0 0
                PULL 3 1 0 0 0
                DELETE_BLOCK 3 1 0 0 0
                SPLIT 2 1 0 0 0
                MOVE 2 2 0 0 0
                JOIN 3 0 1 0 0
                RESTORE 3 0 0 0 0
                SPLIT 3 1 0 0 0
                """);
    }

    @Test
    void undoOfJoinAndSplitInOneGroupGivesTheJoinedBlockBack() {
        play("""
                5 replicas
                NEW 4 0 0 0 0
                NEW 4 0 0 0 0
                KEEP_GROUP 4 0 0 0 0
                JOIN 4 0 1 0 0
                SPLIT 4 0 0 0 0
                UNDO 4 0 0 0 0
                """);
    }

    @Test
    void undoOfAMoveBehindAHiddenBlockGivesTheOrderBack() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                PULL 4 0 0 0 0
                SPLIT 4 0 0 0 0
                DELETE_BLOCK 4 0 0 0 0
                MOVE 4 0 0 0 0
                UNDO 4 0 0 0 0
                """);
    }

    @Test
    void undoOfJoinAndSplitKeepsTheOrderOfFollowers() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 3 0
                NEW 0 0 0 1 0
                NEW 0 0 0 3 0
                PULL 4 0 0 0 0
                MOVE 4 1 2 1 0
                SPLIT 4 0 0 0 0
                SPLIT 4 0 0 0 0
                KEEP_GROUP 4 0 0 0 0
                JOIN 4 3 0 0 0
                SPLIT 4 0 0 0 0
                UNDO 4 0 0 0 0
                """);
    }

    @Test
    void redoOfJoinAndSplitPutsTheHalfBehindItsNewHost() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 3 0
                PULL 2 0 0 0 0
                HOLD 2 0 0 0 0
                JOIN 2 0 1 0 0
                SPLIT 2 0 1 0 0
                UNDO 2 0 0 0 0
                REDO 2 0 0 0 0
                """);
    }

    @Test
    void redoOfASplitInAJoinedTextKeepsTheOrderOfFollowers() {
        play("""
                6 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                PULL 2 0 0 0 0
                NEW 2 0 0 0 0
                PULL 0 2 0 0 0
                JOIN 0 2 0 1 0
                SPLIT 2 1 0 0 0
                SPLIT 2 3 0 0 0
                PULL 2 0 0 0 0
                UNDO 2 0 0 0 0
                REDO 2 0 0 0 0
                """);
    }

    @Test
    void undoOfAJoinTakesPinnedChildrenAlong() {
        play("""
                6 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 1 0 1 0
                KEEP_GROUP 0 0 0 0 0
                JOIN 0 1 0 0 0
                NEW 0 1 0 3 0
                UNDO 0 0 0 0 0
                """);
    }

    @Test
    void redoOfMakingAndDeletingABlockDeletesItAgain() {
        play("""
                5 replicas
                KEEP_GROUP 0 0 0 0 0
                NEW 0 0 0 0 0
                DELETE_BLOCK 0 0 0 0 0
                UNDO 0 0 0 0 0
                REDO 0 0 0 0 0
                """);
    }

    @Test
    void whatIsTypedAndErasedInOneGoDoesNotComeBackWithUndo() {
        play("""
                5 replicas
                KEEP_GROUP 3 0 0 0 0
                INSERT 3 0 0 0 0
                DELETE_TEXT 3 0 0 1 0
                UNDO 3 0 0 0 0
                """);
    }

    @Test
    void undoOfAMoveBehindJoinedTextsKeepsTheOrderOfTheirFollowers() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 1 0 1 0
                PULL 1 0 0 0 0
                PULL 2 0 0 0 0
                SPLIT 2 1 0 0 0
                SPLIT 1 2 0 0 0
                NEW 1 1 0 1 0
                NEW 0 0 0 0 0
                PULL 0 1 0 0 0
                SPLIT 2 1 0 0 0
                PULL 0 2 0 0 0
                JOIN 0 2 0 1 0
                MOVE 0 0 92 3 0
                UNDO 0 0 0 0 0
                """);
    }

    @Test
    void merge52_redoOfADeletionHidesAgainWhatNobodyHadSeen() {
        play("""
                4 replicas
                NEW 0 0 0 0 0
                PULL 2 0 0 0 0
                PULL 3 0 0 0 0
                SPLIT 3 0 0 0 0
                DELETE_BLOCK 2 0 0 0 0
                PULL 2 3 0 0 0
                UNDO 2 0 0 0 0
                REDO 2 0 0 0 0
                """);
    }

    @Test
    void merge52_redoOfADeletionSparesTheSurvivor() {
        play("""
                3 replicas
                NEW 0 0 0 0 0
                PULL 2 0 0 0 0
                INSERT 2 0 0 0 0
                SPLIT 2 0 1 0 0
                DELETE_BLOCK 0 0 0 0 0
                SPLIT 2 0 0 0 0
                PULL 2 0 0 0 0
                UNDO 2 0 0 0 0
                REDO 2 0 0 0 0
                """);
    }

    @Test
    void merge52_redoAfterWordsThatKeptABlockShowsThem() {
        play("""
                4 replicas
                NEW 0 0 0 0 0
                PULL 2 0 0 0 0
                PULL 3 0 0 0 0
                DELETE_BLOCK 2 0 0 0 0
                INSERT 3 0 0 0 0
                PULL 2 3 0 0 0
                UNDO 2 0 0 0 0
                REDO 2 0 0 0 0
                """);
    }

    @Test
    void merge52_restoringWhatStaysHiddenIsNoEffect() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 3 0 0 0 0
                DELETE_BLOCK 1 0 0 0 0
                NEW 3 0 0 1 0
                DELETE_BLOCK 3 1 0 0 0
                DELIVER 3 0 0 0 0
                PROPERTY 3 0 0 0 0
                UNDO 3 0 0 0 0
                UNDO 3 0 0 0 0
                REDO 3 0 0 0 0
                """);
    }

    @Test
    void merge71_halvesSplitOffSinceStandBeforeWhatWasJoinedThen() {
        play("""
                3 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 5
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 1 0 1 0
                INSERT 0 0 0 0 0
                NEW_COLUMN 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                NEW_COLUMN 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 2 0 0 0 0
                MOVE 2 0 0 0 0
                JOIN 2 0 1 0 0
                JOIN 1 2 0 0 0
                SPLIT 1 1 0 0 0
                DELIVER 1 0 0 0 0
                INSERT 1 0 0 0 0
                NEW_ROW 1 0 0 0 0
                NEW 1 0 0 0 0
                INSERT 1 0 0 0 0
                INSERT 1 0 0 0 0
                NEW 1 0 0 0 0
                INSERT 1 0 0 0 0
                UNDO 1 0 0 0 0
                REDO 1 0 0 0 0
                MARK 1 0 0 1 0
                SPLIT 1 0 0 0 0
                PROPERTY 1 0 0 0 0
                DELIVER 1 0 0 0 0
                SPLIT 1 0 0 0 0
                RESTORE_VERSION 1 1 0 0 0
                INSERT_MARKED 1 0 0 0 0
                UNDO 1 0 0 0 0
                REDO 1 0 0 0 0
                SPLIT 1 0 0 0 0
                SPLIT 1 0 0 0 0
                INSERT 1 0 0 0 0
                RESTORE_VERSION 1 438 0 0 0
                """);
    }

    @Test
    void merge71_redoOfARestoreDeletesAgainWhatABlockWasTakenOutOf() {
        play("""
                6 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 3 0
                PULL 1 0 0 0 0
                MOVE 1 0 1 1 0
                RESTORE_VERSION 1 0 0 0 0
                UNDO 1 0 0 0 0
                REDO 1 0 0 0 0
                """);
    }

    @Test
    void merge71_aHostThatComesBackDoesNotTakeInWhatIsInItsPlaceAlready() {
        play("""
                4 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 3 0 0 0 0
                MARK 0 0 0 1 0
                JOIN 1 0 1 0 0
                TYPE_ON 0 0 0 0 0
                TYPE_ON 0 0 0 0 0
                TYPE_ON 0 0 0 0 0
                DELETE_TEXT 3 0 1 0 0
                UNDO 0 0 0 0 0
                UNDO 0 0 0 0 0
                INSERT 3 0 0 0 0
                DELETE_BLOCK 1 0 0 0 0
                JOIN 0 1 0 0 0
                UNDO 0 0 0 0 0
                DELIVER 0 1 0 0 0
                TYPE_ON 0 0 0 0 0
                JOIN 0 1 0 0 0
                DELETE_BLOCK 0 0 0 0 0
                DELIVER 0 2 0 0 0
                INSERT 0 0 0 0 0
                DELIVER 0 0 0 0 0
                RESTORE_VERSION 0 647 0 0 0
                """);
    }

    @Test
    void bytes1_theLastCellOfAPageMayHoldOneShortMember() {
        play("""
                3 replicas
                NEW_RECORD 0 0 0 0 0
                ADD_PROPERTY 0 0 0 0 2
                NEW_RECORD 0 0 0 0 0
                ADD_OPTION 0 0 0 0 2
                NEW_RECORD 0 0 0 0 0
                PULL 2 0 0 0 0
                SET_CELL 2 2 0 0 854
                NEW_RECORD 2 0 0 0 0
                ADD_TO_CELL 2 3 0 0 2
                DELETE_SCHEMA 2 1 0 0 0
                RELOAD 2 0 0 0 0
                """);
    }

    @Test
    void merge52_aWordThatKeptABlockLeavesItEmptyWhenItIsTakenBack() {
        play("""
                4 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                PULL 2 0 0 0 0
                RESTORE_VERSION 2 0 0 0 0
                INSERT 0 0 0 0 0
                RESTORE_VERSION 0 2 0 0 0
                DELIVER 0 0 0 0 0
                UNDO 0 0 0 0 0
                REDO 0 0 0 0 0
                """);
    }

    @Test
    void merge13_aLinkThatSpansASeamCoversWhatIsTypedThere() {
        play("""
                4 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 861
                INSERT 0 0 0 0 0
                PULL 3 0 0 0 0
                INSERT_MARKED 3 0 0 2 799
                SPLIT 3 0 8 0 0
                SPLIT 3 0 5 0 0
                DELETE_TEXT 3 0 0 1 0
                JOIN 3 1 2 0 0
                JOIN 3 0 1 0 0
                SPLIT 3 0 241 0 0
                SPLIT 3 0 2 0 0
                PULL 1 3 0 0 0
                INSERT 1 1 836 0 0
                """);
    }

    @Test
    void merge52_undoOfARestoreSparesWhatWasShownOfTheHalfThatCameBack() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 2 0 0 0 0
                SPLIT 1 0 0 0 0
                NEW 1 1 0 1 0
                DELETE_BLOCK 2 0 0 0 0
                PULL 1 2 0 0 0
                RESTORE 1 0 0 0 0
                UNDO 1 0 0 0 0
                """);
    }

    @Test
    void merge53_aTableThatLeavesASurvivorTakesItsRescueAlong() {
        play("""
                3 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW_COLUMN 0 2 0 0 0
                NEW_ROW 0 2 0 0 0
                PULL 2 0 0 0 0
                INSERT 0 2 0 0 0
                INSERT 2 0 0 0 0
                PULL 1 2 0 0 0
                DELETE_BLOCK 2 0 0 0 0
                JOIN 0 2 0 0 0
                NEW_COLUMN 0 0 1 0 0
                PULL 0 1 0 0 0
                DELIVER 0 0 0 0 0
                UNDO 0 0 0 0 0
                """);
    }

    @Test
    void merge71_aChildOfAJoinedTextGetsAPlaceBeforeThatLeaves() {
        play("""
                5 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 1 0
                NEW 0 1 0 3 0
                NEW 0 0 0 0 0
                PULL 3 0 0 0 0
                MOVE 3 2 0 0 0
                DELETE_BLOCK 3 0 0 0 0
                MOVE 3 2 3 1 0
                JOIN 3 2 0 1 0
                RESTORE_VERSION 3 3 0 0 0
                """);
    }

    @Test
    void merge71_whatIsJoinedIntoWhatGoesAgainStays() {
        play("""
                3 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 1 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW_COLUMN 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                NEW_COLUMN 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 2 0 0 0 0
                UNDO 0 0 0 0 0
                REDO 0 0 0 0 0
                INSERT 0 0 0 0 0
                INSERT 2 0 0 0 0
                JOIN 2 1 0 0 0
                INSERT_MARKED 0 858 0 1 0
                NEW 0 0 0 0 0
                SPLIT 2 0 0 0 0
                JOIN 2 1 0 0 0
                NEW_ROW 0 0 0 0 0
                NEW 2 0 0 1 0
                INSERT_MARKED 1 0 0 0 0
                PROPERTY 2 0 0 0 0
                INSERT 1 0 0 0 0
                PROPERTY 2 0 0 0 3
                INSERT 1 0 0 0 0
                INSERT 1 0 0 0 0
                SPLIT 0 2 0 0 0
                SPLIT 1 0 0 0 0
                INSERT 2 1 0 0 0
                JOIN 0 3 0 1 0
                SPLIT 2 1 0 0 0
                PROPERTY 2 0 0 0 0
                MOVE 2 1 0 3 0
                INSERT 1 0 0 0 0
                INSERT 0 0 0 0 0
                TYPE_ON 2 0 0 0 0
                TYPE_ON 2 0 0 0 0
                TYPE_ON 2 0 0 0 0
                NEW 0 0 0 0 0
                MOVE 0 0 0 0 0
                INSERT 0 0 0 0 0
                DELETE_BLOCK 2 0 0 0 0
                UNDO 1 0 0 0 0
                UNDO 1 0 0 0 0
                REDO 1 0 0 0 0
                REDO 1 0 0 0 0
                NEW 2 0 0 0 0
                SPLIT 0 0 0 0 0
                SPLIT 2 0 0 0 0
                UNDO 0 0 0 0 0
                REDO 0 0 0 0 0
                INSERT 0 0 0 0 0
                UNDO 0 0 0 0 0
                REDO 0 0 0 0 0
                DELETE_BLOCK 0 0 0 0 0
                PROPERTY 0 0 0 0 0
                UNDO 1 0 0 0 0
                UNDO 1 0 0 0 0
                REDO 1 0 0 0 0
                TYPE_ON 2 0 0 0 0
                TYPE_ON 2 0 0 0 0
                NEW 2 0 0 0 0
                PULL 2 0 0 0 0
                JOIN 2 1 0 0 0
                MARK 2 0 0 1 0
                RESTORE_VERSION 0 0 0 0 0
                PULL 0 2 0 0 0
                PULL 0 1 0 0 0
                RESTORE_VERSION 0 67 0 0 0
                """);
    }

    @Test
    void merge52_redoOfARestoredVersionDeletesAgainWhatIsEmptiedFirst() {
        play("""
                4 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                PULL 3 0 0 0 0
                JOIN 3 0 1 0 0
                DELETE_BLOCK 0 2 0 0 0
                JOIN 0 0 1 0 0
                JOIN 3 0 1 0 0
                NEW_COLUMN 0 0 0 0 0
                PULL 0 3 0 0 0
                RESTORE 0 0 0 0 0
                RESTORE_VERSION 0 8 0 0 0
                UNDO 0 0 0 0 0
                REDO 0 0 0 0 0
                """);
    }

    @Test
    void aHalfUnderAMovedBlockGoesBackWithItWhenARestoreIsUndone() {
        play("""
                3 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                PULL 1 0 0 0 0
                MOVE 1 2 0 1 0
                SPLIT 1 1 0 0 0
                RESTORE_VERSION 1 0 0 0 0
                UNDO 1 0 0 0 0
                """);
    }

    @Test
    void aHalfOfAHalfGoesBackWithItWhenARestoreIsUndone() {
        play("""
                3 replicas
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW 0 0 0 0 0
                PULL 1 0 0 0 0
                MOVE 1 2 0 1 0
                SPLIT 1 1 0 0 0
                SPLIT 1 1 0 0 0
                RESTORE_VERSION 1 0 0 0 0
                UNDO 1 0 0 0 0
                """);
    }

    @Test
    void halvesOfTextsJoinedIntoOneGoBackInTheirOrderWhenARestoreIsUndone() {
        play("""
                3 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                NEW_COLUMN 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 2 0 0 0 0
                MOVE 1 0 0 0 0
                SPLIT 1 0 0 0 0
                INSERT 2 0 0 0 0
                TYPE 1 0 0 0 0
                SPLIT 1 0 0 0 0
                JOIN 2 1 0 0 0
                INSERT 1 0 0 0 0
                TYPE_ON 2 0 0 0 5
                TYPE_ON 2 0 0 0 3
                SPLIT 2 0 8 0 0
                INSERT 2 0 0 0 0
                INSERT 2 0 0 0 0
                PULL 1 2 0 0 0
                INSERT 1 0 0 0 0
                PROPERTY 1 0 0 0 0
                TYPE_ON 1 0 0 0 0
                SPLIT 1 1 0 0 0
                RESTORE_VERSION 1 713 0 0 0
                UNDO 1 0 0 0 0
                """);
    }

    @Test
    void whatUndoOfARestorePinsFollowsAgainWhenItIsRedone() {
        play("""
                3 replicas
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                INSERT 0 0 0 0 0
                NEW 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                NEW_COLUMN 0 0 0 0 0
                NEW_ROW 0 0 0 0 0
                PULL 1 0 0 0 0
                PULL 2 0 0 0 0
                MOVE 1 2 0 1 0
                SPLIT 1 1 0 0 0
                INSERT 2 0 0 0 0
                TYPE 1 0 0 0 0
                SPLIT 1 3 0 0 0
                JOIN 2 2 0 1 0
                INSERT 1 0 0 0 0
                TYPE_ON 2 0 0 0 0
                TYPE_ON 2 0 0 0 0
                SPLIT 2 0 0 0 0
                INSERT 2 0 0 0 0
                INSERT 2 0 0 0 0
                PULL 1 2 0 0 0
                INSERT 1 0 0 0 0
                PROPERTY 1 0 0 0 0
                TYPE_ON 1 0 0 0 0
                SPLIT 1 0 0 0 0
                INSERT 1 0 0 0 0
                RESTORE_VERSION 1 713 0 0 0
                UNDO 1 0 0 0 0
                REDO 1 0 0 0 0
                """);
    }

    @Test
    void halvesThatStandInEachOtherAreJoinedFromTheFirstToTheLastByARestore() {
        play("""
                3 replicas
                NEW 0 0 0 0 0
                DELIVER 2 0 0 0 0
                SPLIT 2 0 0 0 0
                SPLIT 2 0 0 0 0
                MOVE 2 1 2 1 0
                RESTORE_VERSION 2 0 0 0 0
                """);
    }

    private static void play(String script) {
        FuzzRun.play(FuzzScript.parse(script), new FuzzCensus());
    }
}
