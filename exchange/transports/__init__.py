"""The ways a parcel reaches somebody. Which one is read from the addressee when the parcel is delivered."""
