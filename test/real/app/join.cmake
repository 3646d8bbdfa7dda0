# The sources of the many model architectures are compiled in a few units: their common headers take most of the time.
cmake_language(DEFER CALL set_target_properties llama PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 15)
