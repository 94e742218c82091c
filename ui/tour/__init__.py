"""The program driving itself: pictures and facts of the main job."""
